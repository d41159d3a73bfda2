import { Button, Group, Modal, Stack } from "@mantine/core";
import { FileUp } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { keys } from "@/api/keys";
import { queries } from "@/api/queries";
import { importTable, undoOf } from "@/api/recordTables";
import { sendFile } from "@/api/sendFile";
import type { RecordsImported, RecordType } from "@/api/wire";
import { ErrorState } from "@/parts/ErrorState";
import { FileChooser } from "@/parts/file/FileChooser";
import { toast } from "@/shell/toast";
import { t } from "@/messages/messages";
import { Reasons } from "./Reasons";
import classes from "./records.module.css";

interface Props {
  of: RecordType;
  close: () => void;
}

/** A file that was sent, and what an import of it would do. */
interface Trial {
  upload: string;
  name: string;
  would: RecordsImported;
}

/** A table is chosen, tried, and imported. */
export default function ImportTableDialog({ of, close }: Props) {
  const [trial, setTrial] = useState<Trial>();
  const [problem, setProblem] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const leaving = useRef(new AbortController());
  useEffect(() => {
    const { current } = leaving;
    return () => current.abort();
  }, []);
  async function run(work: (signal: AbortSignal) => Promise<void>) {
    setBusy(true);
    setProblem(undefined);
    try {
      await work(leaving.current.signal);
    } catch (thrown) {
      if (!leaving.current.signal.aborted) setProblem(thrown);
    }
    setBusy(false);
  }
  const attempt = ([file]: File[]) =>
    run(async (signal) => {
      if (!file) return;
      const { id } = await sendFile(file, () => undefined, signal);
      setTrial({ upload: id, name: file.name, would: await importTable(of.plural, id, true, signal) });
    });
  const store = ({ upload }: Trial) =>
    run(async (signal) => {
      const done = await importTable(of.plural, upload, false, signal);
      const again = () => queries.invalidateQueries({ queryKey: keys.records(of.plural) });
      await again();
      const undo = undoOf(done);
      toast({ message: t("records.imported", { added: done.added, edited: done.edited }), ...(undo && { undo: () => undo().finally(again) }) });
      close();
    });
  const title = t("records.import", { title: of.plural_title.toLowerCase() });
  const wanted = trial ? trial.would.added + trial.would.edited : 0;
  return (
    <Modal opened onClose={close} title={title} size="lg" closeButtonProps={{ "aria-label": t("dialog.close") }}>
      <Stack>
        <p className={classes.hint}>{t("records.import.hint")}</p>
        <FileChooser take={(files) => void attempt(files)}>
          {(choose) => (
            <Button variant="default" leftSection={<FileUp size={16} aria-hidden="true" />} loading={busy && !trial} onClick={choose} data-autofocus>
              {trial ? trial.name : t("records.import.choose")}
            </Button>
          )}
        </FileChooser>
        {trial && <WouldDo would={trial.would} />}
        {problem !== undefined && <ErrorState thrown={problem} compact />}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {t("dialog.cancel")}
          </Button>
          <Button disabled={!trial || wanted === 0} loading={busy && trial !== undefined} onClick={() => trial && void store(trial)}>
            {t("records.import.run", { count: wanted })}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function WouldDo({ would }: { would: RecordsImported }) {
  const { added, edited, unchanged, rejected, rejects } = would;
  const reasons = rejects.map(({ line, reason }) => ({ key: String(line), text: t("records.import.line", { line, reason }) }));
  return (
    <div role="status">
      <p className={classes.hint}>{t("records.import.would", { added, edited, unchanged, rejected })}</p>
      {rejects.length > 0 && <Reasons reasons={reasons} total={rejected} />}
    </div>
  );
}
