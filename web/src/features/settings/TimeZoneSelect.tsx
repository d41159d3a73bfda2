import { Select } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { setTimeZone, timeZoneQuery } from "@/api/settings";
import { t } from "@/messages/messages";
import { toast, toastProblem } from "@/shell/toast";

const zones = (present: string) => [...new Set(["UTC", present, ...Intl.supportedValuesOf("timeZone")])];

/** Chooses the time zone of the workspace's days. */
export function TimeZoneSelect({ zone }: { zone: string }) {
  const queries = useQueryClient();
  const change = useMutation({
    mutationFn: setTimeZone,
    onSuccess: ({ time_zone }) => {
      queries.setQueryData(timeZoneQuery.queryKey, time_zone);
      toast({ message: t("settings.zone.set", { zone: time_zone }) });
    },
    onError: toastProblem,
  });
  return (
    <Select
      label={t("settings.zone")}
      description={t("settings.zone.help")}
      data={zones(zone)}
      value={change.isPending ? change.variables : zone}
      onChange={(chosen) => chosen && chosen !== zone && change.mutate(chosen)}
      disabled={change.isPending}
      nothingFoundMessage={t("settings.zone.none")}
      searchable
      maw="28rem"
    />
  );
}
