import { Button, Group, Stack } from "@mantine/core";
import { useEffect, useRef } from "react";
import type { Qualification } from "@/api/wire";
import { t } from "@/messages/messages";
import classes from "./qualification.module.css";

interface Props {
  found: Qualification;
  name: string;
  close: () => void;
  convert: () => void;
}

/** What the answers came to, gate by gate; whoever is qualified can be converted from here. */
export function Verdict({ found, name, close, convert }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <Stack gap="md">
      <h3 ref={heading} tabIndex={-1} className={classes.question}>
        {t(found.qualified ? "ask.end.qualified" : "ask.end.not", { name })}
      </h3>
      <ul className={classes.verdicts}>
        {found.frameworks.map(({ name: id, title, gate }) => (
          <li key={id} className={gate.holds ? classes.holds : classes.open}>
            {gate.holds
              ? t("ask.end.holds", { framework: title })
              : t("ask.end.open", { framework: title, missing: gate.missing.map((one) => one.words).join(", ") })}
          </li>
        ))}
      </ul>
      <Group justify="flex-end">
        <Button variant={found.qualified ? "default" : "filled"} onClick={close}>
          {t("ask.done")}
        </Button>
        {found.qualified && <Button onClick={convert}>{t("ask.convert")}</Button>}
      </Group>
    </Stack>
  );
}
