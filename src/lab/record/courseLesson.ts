/** A lesson of the course, as the build knows it. */
export interface CourseLesson {
  /** `lessons/<name>`. */
  readonly id: string;
  readonly title: string;
  readonly exercises: readonly CourseExercise[];
  /** Of the exercises, and of the steps that some have, which are recorded by themselves. */
  readonly ids: readonly string[];
}

export interface CourseExercise {
  readonly id: string;
  readonly title: string;
  readonly kind: string;
  /** What the exercise itself is, where it is the last of some steps. */
  readonly lastKind: string;
  /** Those before the exercise itself, which is the last. */
  readonly steps: readonly { readonly id: string; readonly kind: string }[];
}
