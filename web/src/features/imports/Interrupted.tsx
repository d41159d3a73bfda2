import { Button, FileButton, Group } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { CirclePause } from "lucide-react";
import { useState } from "react";
import { resumeImport } from "@/api/imports";
import { keys } from "@/api/keys";
import { queries } from "@/api/queries";
import { sendFile } from "@/api/sendFile";
import type { Import } from "@/api/wire";
import { toastProblem } from "@/shell/toast";
import { t } from "@/messages/messages";
import { Notice } from "./Notice";
import { UndoDialog } from "./UndoDialog";

const never = new AbortController().signal;

/** Resuming an import, after choosing its file again if it is no longer available. */
export function useResume(one: Import) {
  const navigate = useNavigate();
  const [isBusy, setBusy] = useState(false);
  async function resume(file?: File) {
    setBusy(true);
    try {
      if (file) await sendFile(file, () => undefined, never);
      const { id } = await resumeImport(one.id);
      await queries.invalidateQueries({ queryKey: keys.imports });
      void navigate({ to: "/imports/$id", params: { id } });
    } catch (thrown) {
      toastProblem(thrown);
    } finally {
      setBusy(false);
    }
  }
  return { isBusy, resume };
}

/** An interrupted import: why, and how to resume it. */
export function Interrupted({ one }: { one: Import }) {
  const { isBusy, resume } = useResume(one);
  const [isAsked, setAsked] = useState(false);
  const why = one.undoing ? t("imports.interrupted.undoing") : (one.problem ?? t("imports.interrupted.text", { count: one.rows_done }));
  return (
    <Notice icon={CirclePause} tone="warn" title={t("imports.interrupted.title")}>
      <p>{why}</p>
      {!one.undoing && !one.upload && <p>{t("imports.interrupted.missing", { file: one.file })}</p>}
      <Group gap="xs">
        {!one.undoing && one.upload && (
          <Button size="xs" loading={isBusy} onClick={() => void resume()}>
            {t("imports.resume")}
          </Button>
        )}
        {!one.undoing && !one.upload && (
          <FileButton onChange={(file) => file && void resume(file)}>
            {(props) => (
              <Button {...props} size="xs" loading={isBusy}>
                {t("imports.resume.file")}
              </Button>
            )}
          </FileButton>
        )}
        <Button size="xs" variant="default" onClick={() => setAsked(true)}>
          {t("imports.undo")}
        </Button>
      </Group>
      <UndoDialog one={one} opened={isAsked} close={() => setAsked(false)} />
    </Notice>
  );
}
