import { Button } from "@mantine/core";
import { useState } from "react";
import { api, bodyOf } from "@/api/client";
import { queries } from "@/api/queries";
import { toast, toastProblem } from "@/shell/toast";
import { t } from "@/messages/messages";

const PARTIES = 2000;

/** Fills an empty casebook with a sample company. */
export function SampleButton() {
  const [busy, setBusy] = useState(false);
  async function load() {
    setBusy(true);
    try {
      await bodyOf(api.POST("/api/v1/sample_data", { body: { parties: PARTIES } }));
      await queries.invalidateQueries();
      toast({ message: t("home.first.sample.done") });
    } catch (thrown) {
      toastProblem(thrown);
      setBusy(false);
    }
  }
  return (
    <Button variant="default" loading={busy} onClick={() => void load()}>
      {t("home.first.sample.action")}
    </Button>
  );
}
