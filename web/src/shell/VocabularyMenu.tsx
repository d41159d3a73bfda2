import { Menu } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { BookOpenText, Check } from "lucide-react";
import { Anchor } from "@/parts/Anchor";
import { t } from "@/messages/messages";
import { StageStripes } from "./StageStripes";
import { useVocabulary } from "./useVocabulary";
import classes from "./VocabularySwitch.module.css";

interface Props {
  anchor: HTMLElement;
  close: () => void;
  below: boolean;
}

/** The active vocabularies, with their stages, to choose from. */
export default function VocabularyMenu({ anchor, close, below }: Props) {
  const { name, vocabularies, choose } = useVocabulary();
  return (
    <Menu opened onClose={close} position={below ? "bottom" : "right-end"} width={300} shadow="md">
      <Menu.Target>
        <Anchor of={anchor} close={close} aria-label={t("shell.vocabulary")} />
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t("shell.vocabulary.hint")}</Menu.Label>
        {vocabularies.map((one) => (
          <Menu.Item
            key={one.name}
            onClick={() => choose(one.name)}
            leftSection={<StageStripes vocabulary={one} />}
            rightSection={one.name === name ? <Check size={14} aria-hidden="true" /> : undefined}
            aria-current={one.name === name}
          >
            {one.title}
            <div className={classes.stages}>{one.stages.map((stage) => stage.title).join(" → ")}</div>
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item component={Link} to="/glossary" leftSection={<BookOpenText size={14} aria-hidden="true" />}>
          {t("shell.vocabulary.about")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
