// Stands in for the package @inquirer/external-editor in the bundle: the same function, loaded when somebody chooses to
// edit a file in Yeoman's conflict prompt. It brings iconv-lite along, 0.5 MB.
export const editAsync = async (...args) => (await import('@inquirer/external-editor')).editAsync(...args);
