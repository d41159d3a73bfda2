const cell = (text: string) => (/[",\r\n]/.test(text) || text.trim() !== text ? `"${text.replaceAll('"', '""')}"` : text);

/** Rows as a table in text form, with commas between the cells. */
export const asCsv = (rows: string[][]) => rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("");
