/** The shape of test/project/ignore-answers.json. */
export interface IgnoreAnswers {
  /** The files of the build context. */
  files: string[];
  answers: {
    ignoreFile: string;
    /** Both end the build with "syntax error in pattern". */
    refused?: boolean;
    /** The files that are not in the image; by reader where the two differ. */
    excluded?: string[] | Record<'podman build' | 'docker build', string[]>;
  }[];
}
