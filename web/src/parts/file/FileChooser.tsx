import "./messages";
import { type ReactNode, useState } from "react";
import { t } from "@/messages/messages";

/** The types that the file dialog offers; any other file can be dropped, and the server detects its type. */
const ACCEPTED = ".csv,.tsv,.tab,.txt,text/csv,text/tab-separated-values,text/plain";

interface Props {
  take: (files: File[]) => void;
  /** The button that opens the file dialog. */
  children: (choose: () => void) => ReactNode;
}

/** The file dialog, and the button that opens it. */
export function FileChooser({ take, children }: Props) {
  const [input, setInput] = useState<HTMLInputElement | null>(null);
  return (
    <>
      {children(() => input?.click())}
      <input
        ref={setInput}
        type="file"
        accept={ACCEPTED}
        hidden
        tabIndex={-1}
        aria-label={t("file.input")}
        onChange={(event) => {
          take([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = "";
        }}
      />
    </>
  );
}
