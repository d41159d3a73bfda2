import "./messages";
import { useQuery } from "@tanstack/react-query";
import { t } from "@/messages/messages";
import { timeZoneQuery } from "@/api/settings";
import { ErrorState } from "@/parts/ErrorState";
import { Page } from "@/parts/Page";
import { CardSkeleton } from "@/parts/Skeletons";
import { TimeZoneSelect } from "./TimeZoneSelect";

/** What holds for the whole workspace. */
export default function SettingsPage() {
  const { data, error, refetch } = useQuery(timeZoneQuery);
  return (
    <Page title={t("shell.settings")} as="text">
      {error && <ErrorState thrown={error} again={() => void refetch()} />}
      {!data && !error && <CardSkeleton />}
      {data && <TimeZoneSelect zone={data} />}
    </Page>
  );
}
