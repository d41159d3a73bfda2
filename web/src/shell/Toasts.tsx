import { Button, Group, Text } from "@mantine/core";
import { notifications, Notifications } from "@mantine/notifications";
import { useEffect, useRef } from "react";
import { t } from "@/messages/messages";
import { type Toast, taken, useToasts } from "./toast";

const WITH_UNDO_MS = 10_000;
const PLAIN_MS = 4000;

function show({ message, title, isBad, undo }: Toast) {
  const id = notifications.show({
    autoClose: undo || isBad ? WITH_UNDO_MS : PLAIN_MS,
    withBorder: true,
    title,
    ...(isBad && { color: "red" }),
    closeButtonProps: { "aria-label": t("dialog.close") },
    message: (
      <Group justify="space-between" wrap="nowrap" gap="md">
        <Text size="md">{message}</Text>
        {undo && (
          <Button
            size="compact-sm"
            variant="light"
            style={{ flex: "none" }}
            onClick={() => {
              notifications.hide(id);
              undo();
            }}
          >
            {t("toast.undo")}
          </Button>
        )}
      </Group>
    ),
  });
}

/** Where toasts are shown; loaded with the first of them. */
export default function Toasts() {
  const waiting = useToasts();
  const shown = useRef<Toast>(undefined);
  useEffect(() => {
    for (const toast of waiting) {
      if (toast !== shown.current) show(toast);
      shown.current = toast;
    }
    if (waiting.length > 0) taken();
  }, [waiting]);
  return <Notifications position="bottom-right" limit={4} />;
}
