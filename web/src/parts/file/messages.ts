import { file } from "@/words/en/file";
import { addWords } from "@/words/words";

addWords(file);
