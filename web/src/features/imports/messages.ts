import "@/parts/file/words";
import { imports } from "@/words/en/imports";
import { mapping } from "@/words/en/mapping";
import { addWords } from "@/words/words";

addWords(imports);
addWords(mapping);
