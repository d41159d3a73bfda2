import { ActionIcon, useMantineColorScheme } from "@mantine/core";
import { Monitor } from "lucide-react";
import { lazy, Suspense } from "react";
import { useOpener } from "@/parts/useOpener";
import { t } from "@/messages/messages";
import { SCHEMES } from "./schemes";

const SchemeMenu = lazy(() => import("./SchemeMenu"));

/** The button for the appearance. */
export function SchemeButton() {
  const { colorScheme } = useMantineColorScheme();
  const { button, anchor, open, close } = useOpener();
  const Now = SCHEMES.find((one) => one.scheme === colorScheme)?.icon ?? Monitor;
  return (
    <>
      <ActionIcon
        ref={button}
        variant="subtle"
        color="gray"
        aria-label={t("shell.scheme")}
        title={t("shell.scheme")}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        onClick={open}
      >
        <Now size={16} aria-hidden="true" />
      </ActionIcon>
      <Suspense>{anchor && <SchemeMenu anchor={anchor} close={close} />}</Suspense>
    </>
  );
}
