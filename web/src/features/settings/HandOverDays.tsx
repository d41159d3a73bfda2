import { NumberInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { handOverDaysQuery, setHandOverDays } from "@/api/settings";
import { t } from "@/messages/messages";
import { toast, toastProblem } from "@/shell/toast";

const MOST = 365;

/** Sets in how many days sales has to answer a hand-over. */
export function HandOverDays({ days }: { days: number }) {
  const queries = useQueryClient();
  const [typed, setTyped] = useState<number | string>(days);
  const change = useMutation({
    mutationFn: setHandOverDays,
    onSuccess: ({ handover_days: count }) => {
      queries.setQueryData(handOverDaysQuery.queryKey, count);
      toast({ message: t("settings.handover.set", { count }) });
    },
    onError: toastProblem,
  });
  function leave() {
    if (typeof typed !== "number" || typed === days) setTyped(days);
    else change.mutate(typed);
  }
  return (
    <NumberInput
      label={t("settings.handover")}
      description={t("settings.handover.help")}
      min={0}
      max={MOST}
      allowDecimal={false}
      clampBehavior="strict"
      value={typed}
      onChange={setTyped}
      onBlur={leave}
      onKeyDown={(event) => event.key === "Enter" && leave()}
      disabled={change.isPending}
      maw="28rem"
    />
  );
}
