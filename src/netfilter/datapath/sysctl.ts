/** Kernel parameters by their names. One that is absent has the kernel's default. */
export type Sysctl = Readonly<Record<string, string>>;
