// Replaces parts of execa in the bundle that belong to its other ways to start a program: templates, messages between two
// processes of Node (`ipc`, which is off), a child as a stream, and what it prints with `verbose`.
export const isTemplateString = () => false;
export const parseTemplates = undefined;

export const addConvertedStreams = () => {};

export const addIpcMethods = () => {};
export const getIpcExport = () => ({});
export const waitForIpcOutput = async ({ ipcOutput }) => ipcOutput;
export const getBufferedIpcOutput = async (_, ipcOutput) => ipcOutput;
export const validateIpcInputOption = () => {};
export const sendIpcInput = async () => {};
export const sendAbort = undefined;
export const getCancelSignal = undefined;

/** The signs and the times of what `verbose` prints. */
export default {};
