import { Button, Group, Modal, Text } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { toastProblem } from "@/shell/toast";
import { t } from "@/messages/messages";

interface Props {
  opened: boolean;
  title: string;
  /** What will happen, and whether it can be undone. */
  children: ReactNode;
  /** The action, as a verb. */
  action: string;
  dangerous?: boolean;
  close: () => void;
  confirm: () => void | Promise<unknown>;
}

/** Asks before an action with wide effects. */
export function ConfirmDialog({ opened, title, children, action, dangerous, close, confirm }: Props) {
  const [busy, setBusy] = useState(false);
  async function act() {
    setBusy(true);
    try {
      await confirm();
      close();
    } catch (thrown) {
      toastProblem(thrown);
    } finally {
      setBusy(false);
    }
  }
  return (
    <Modal opened={opened} onClose={close} title={title} closeButtonProps={{ "aria-label": t("dialog.close") }}>
      <Text component="div" mb="lg">
        {children}
      </Text>
      <Group justify="flex-end">
        <Button variant="default" onClick={close}>
          {t("dialog.cancel")}
        </Button>
        <Button color={dangerous ? "red.8" : undefined} loading={busy} onClick={() => void act()} data-autofocus>
          {action}
        </Button>
      </Group>
    </Modal>
  );
}
