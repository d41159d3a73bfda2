import "./words";
import { type ReactNode, useState } from "react";
import { t } from "@/words/words";

/** What the chooser of files offers first; any other file can be dropped, and the server says what it is. */
const ACCEPTED = ".csv,.tsv,.tab,.txt,text/csv,text/tab-separated-values,text/plain";

interface Props {
  take: (files: File[]) => void;
  /** What opens the chooser. */
  children: (choose: () => void) => ReactNode;
}

/** The chooser of files, and what opens it. */
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
