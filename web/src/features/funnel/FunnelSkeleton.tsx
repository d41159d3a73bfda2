import { Skeleton, Stack } from "@mantine/core";
import { t } from "@/messages/messages";

const BARS = [100, 70, 45, 25, 10];

/** The funnel while it loads. */
export function FunnelSkeleton() {
  return (
    <Stack gap="sm" role="status" aria-label={t("loading")}>
      <Skeleton height={28} width="70%" />
      <Skeleton height={16} width="50%" mb="md" />
      {BARS.map((width) => (
        <Skeleton key={width} height={48} width={`${width}%`} mb="lg" />
      ))}
    </Stack>
  );
}
