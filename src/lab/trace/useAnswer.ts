import { useEffect, useState } from 'preact/hooks';

/**
 * What a promise comes to, asked for anew whenever `key` changes; null until then, and where it is refused. With
 * a key of null nothing is asked, and what came last stays.
 */
export const useAnswer = <T>(key: string | null, ask: () => Promise<T>): T | null => {
  const [answer, setAnswer] = useState<T | null>(null);
  useEffect(() => {
    if (key === null) return;
    let gone = false;
    ask().then(
      (value) => {
        if (!gone) setAnswer(() => value);
      },
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, [key]);
  return answer;
};
