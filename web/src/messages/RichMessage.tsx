import { Fragment, type ReactNode } from "react";
import { template, type Values, type MessageKey } from "./messages";

interface Props {
  of: MessageKey;
  values?: Values;
  /** Elements for the placeholders of the message, by name. */
  parts: Record<string, ReactNode>;
}

/** A message with elements in it: `<RichMessage of="…" parts={{ name: <b>…</b> }} />`. */
export function RichMessage({ of, values, parts }: Props) {
  const pieces = template(of, values ?? {}).split(/(\{\w+\})/);
  return pieces.map((piece, place) => {
    const hole = /^\{(\w+)\}$/.exec(piece)?.[1];
    // The pieces of one message never change places.
    // oxlint-disable-next-line react/no-array-index-key
    return <Fragment key={place}>{hole ? (parts[hole] ?? values?.[hole] ?? piece) : piece}</Fragment>;
  });
}
