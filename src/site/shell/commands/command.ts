import type { HttpRequest } from '#engine/http/message.ts';
import type { KnownParty, SeenToken, Sent } from '../worker/shell-messages.ts';

/** The world as a command sees it. */
export interface LabDoor {
  readonly parties: readonly KnownParty[];
  /** The world's time in milliseconds since 1970, as of the last answer. */
  now(): number;
  /** Sends a message as the party `you`. Never rejects: what became of it is in the result. */
  send(request: HttpRequest, identity?: string): Promise<Sent>;
  /** Moves the world's clock on. */
  moveClock(seconds: number): Promise<void>;
  /** Tokens that went over the network, newest last. */
  tokens(): Promise<readonly SeenToken[]>;
}

/** What a command works with. */
export interface CommandIo {
  readonly args: readonly string[];
  /** What came through the pipe, as text. */
  readonly stdin: string;
  readonly lab: LabDoor;
  /** A file as text, by its path from where the shell stands. @throws where there is none */
  read(path: string): Promise<string>;
  write(path: string, content: string): Promise<void>;
  /** Sets a variable of the shell. */
  assign(name: string, value: string): Promise<void>;
  /** Says something to the reader that is no output: pipes and files do not get it. */
  note(text: string): void;
}

/** What a command leaves behind. */
export interface CommandResult {
  readonly stdout?: string | undefined;
  /** Whether standard output is bytes, one a character, and no text. */
  readonly binary?: boolean | undefined;
  readonly stderr?: string | undefined;
  /** 0 where it went well. */
  readonly status: number;
}

/** A command of this terminal. */
export interface ShellCommand {
  readonly name: string;
  readonly run: (io: CommandIo) => Promise<CommandResult>;
}

/** A command that could not do what was asked; its message goes to standard error, with the command's name before it. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly status: number;
  constructor(message: string, status = 1) {
    super(message);
    this.status = status;
  }
}

/** Reads a file, or standard input for `-`. @throws {CommandError} where there is no such file */
export async function readInput(io: CommandIo, path: string): Promise<string> {
  if (path === '-') return io.stdin;
  try {
    return await io.read(path);
  } catch {
    throw new CommandError(`There is no file ${path}. \`ls\` lists those that are here.`);
  }
}
