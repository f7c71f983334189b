/** An event of a body of server-sent events, its data parsed. */
export interface ServerEvent {
  /** `message` where none is named. */
  name: string;
  data: any;
}

/** The events of a response: unlike EventSource this asks once, and tells what a refusal says. */
export async function* serverEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerEvent> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (;;) {
      const {done, value} = await reader.read();
      if (done) return;
      const events = (rest + decoder.decode(value, {stream: true})).split('\n\n');
      rest = events.pop()!;
      for (const event of events) {
        const parsed = parse(event);
        if (parsed) yield parsed;
      }
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

function parse(text: string): ServerEvent | undefined {
  let name = 'message';
  let data = '';
  for (const line of text.split('\n')) {
    if (line.startsWith('event: ')) name = line.slice(7);
    else if (line.startsWith('data: ')) data += line.slice(6);
  }
  return data ? {name, data: JSON.parse(data)} : undefined;
}
