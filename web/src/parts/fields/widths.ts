import type { RecordField } from "@/api/wire";

const WIDTHS: Partial<Record<RecordField["kind"], number>> = {
  number: 112,
  money: 136,
  yes_no: 96,
  date: 128,
  instant: 136,
  duration: 112,
  choice: 144,
  user: 144,
  long_text: 280,
  email: 220,
  url: 200,
  address: 240,
  party: 208,
  record: 208,
};

/** The width of the column of a field, until someone makes it another. */
export const widthOf = ({ kind }: RecordField) => WIDTHS[kind] ?? 176;
