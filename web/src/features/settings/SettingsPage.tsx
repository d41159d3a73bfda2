import "./messages";
import { Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { t } from "@/messages/messages";
import { handOverDaysQuery, timeZoneQuery } from "@/api/settings";
import { ErrorState } from "@/parts/ErrorState";
import { Page } from "@/parts/Page";
import { CardSkeleton } from "@/parts/Skeletons";
import { HandOverDays } from "./HandOverDays";
import { TimeZoneSelect } from "./TimeZoneSelect";

const ExchangeRatesForm = lazy(() => import("./ExchangeRatesForm"));
const CompanyForm = lazy(() => import("@/features/quotes/CompanyForm"));

/** What holds for the whole workspace. */
export default function SettingsPage() {
  const { data, error, refetch } = useQuery(timeZoneQuery);
  const { data: days } = useQuery(handOverDaysQuery);
  return (
    <Page title={t("shell.settings")} as="text">
      {error && <ErrorState thrown={error} again={() => void refetch()} />}
      {!data && !error && <CardSkeleton />}
      <Stack gap="xl">
        {data && <TimeZoneSelect zone={data} />}
        {days !== undefined && <HandOverDays key={days} days={days} />}
        <Suspense fallback={<CardSkeleton />}>
          <ExchangeRatesForm />
          <CompanyForm />
        </Suspense>
      </Stack>
    </Page>
  );
}
