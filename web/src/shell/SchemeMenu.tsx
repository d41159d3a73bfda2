import { Menu, useMantineColorScheme } from "@mantine/core";
import { Check } from "lucide-react";
import { Anchor } from "@/parts/Anchor";
import { t } from "@/messages/messages";
import { SCHEMES } from "./schemes";

/** The appearances to choose from. */
export default function SchemeMenu({ anchor, close }: { anchor: HTMLElement; close: () => void }) {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Menu opened onClose={close} position="top-start" shadow="md">
      <Menu.Target>
        <Anchor of={anchor} close={close} aria-label={t("shell.scheme")} />
      </Menu.Target>
      <Menu.Dropdown>
        {SCHEMES.map(({ scheme, label, icon: Icon }) => (
          <Menu.Item
            key={scheme}
            leftSection={<Icon size={14} aria-hidden="true" />}
            rightSection={scheme === colorScheme ? <Check size={14} aria-hidden="true" /> : undefined}
            onClick={() => setColorScheme(scheme)}
          >
            {t(label)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
