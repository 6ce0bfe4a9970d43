/** A lesson of the course, as the build knows it. */
export interface CourseLesson {
  /** `lessons/<name>`. */
  readonly id: string;
  readonly title: string;
  readonly exercises: readonly { readonly id: string; readonly title: string; readonly kind: string }[];
  /** Of the exercises, and of the steps that some have, which are recorded by themselves. */
  readonly ids: readonly string[];
}
