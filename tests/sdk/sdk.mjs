// Copyright 2026 The Recess authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the official client gets of recess-server, on the practice model and on a scripted provider.
// With RECESS_CONTRACT every answer goes through the proxy that knows the API description.

import assert from 'node:assert/strict';
import {File} from 'node:buffer';
import {existsSync} from 'node:fs';

globalThis.File ??= File;

const {default: OpenAI, AzureOpenAI} = await import('openai');
const {KEY, end, run, startServer, startUpstream} = await import('./peers.mjs');

const TEXT = 'Hello, wörld!';
const messages = [{role: 'user', content: 'hi'}];

const upstream = await startUpstream(process.argv[2]);
const server = await startServer(upstream);
const contract = process.env.RECESS_CONTRACT && existsSync(new URL('./contract/validate-proxy.mjs', import.meta.url))
  ? await (await import('./contract/validate-proxy.mjs')).start({target: server})
  : null;
const baseURL = contract?.baseURL ?? server;
const client = new OpenAI({baseURL, apiKey: KEY});

const ask = (model, more = {}) => client.chat.completions.create({model, messages, ...more});

async function fetchUpstream(name) {
  return (await fetch(new URL(`/${name}`, upstream))).json();
}

async function collect(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
}

const {functionTests} = await import('./functions.mjs');

const textOf = (chunks) => chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('');

const failed = await run([
  ['models are listed', async () => {
    const models = await collect(await client.models.list());
    const ids = models.map((model) => model.id);
    assert(ids.includes('recess-practice') && ids.includes('up/ok'), ids.join());
    assert.equal(models.find((model) => model.id === 'up/ok').shutdown_date, '2027-01-06');
  }],

  ['a model is retrieved', async () => {
    assert.equal((await client.models.retrieve('recess-practice')).owned_by, 'recess');
    assert.equal((await client.models.retrieve('up/lab/with-slash')).id, 'up/lab/with-slash');
    await assert.rejects(client.models.retrieve('nobody/model'),
      (error) => error instanceof OpenAI.NotFoundError && error.code === 'model_not_found');
  }],

  ['only tuned models are deleted', async () => {
    for (const model of ['recess-practice', 'up/ok'])
      await assert.rejects(client.models.delete(model),
        (error) => error instanceof OpenAI.BadRequestError && /Only tuned models can be deleted\./.test(error.message));
    await assert.rejects(client.models.delete('nothing'), OpenAI.NotFoundError);
  }],

  ['a completion', async () => {
    const answer = await ask('up/ok');
    assert.equal(answer.choices[0].message.content, TEXT);
    assert.equal(answer.usage.total_tokens, 13);
    assert.equal((await ask('gpt-old')).choices[0].message.content, TEXT);
  }],

  ['a stream', async () => {
    const chunks = await collect(await ask('up/ok', {stream: true}));
    assert.equal(textOf(chunks), TEXT);
    assert(chunks.every((chunk) => chunk.choices.length === 1));
    assert.equal(chunks.at(-1).choices[0].finish_reason, 'stop');
  }],

  ['a stream with usage', async () => {
    const chunks = await collect(await ask('up/ok', {stream: true, stream_options: {include_usage: true}}));
    assert.equal(chunks.at(-1).usage.total_tokens, 13);
    assert.deepEqual(chunks.at(-1).choices, []);
  }],

  ['a stream split at every byte', async () => {
    assert.equal(textOf(await collect(await ask('up/split', {stream: true}))), TEXT);
  }],

  ['the stream helper', async () => {
    const runner = client.chat.completions.stream({model: 'up/ok', messages});
    assert.equal(await runner.finalContent(), TEXT);
  }],

  ['tool calls', async () => {
    const tools = [{type: 'function', function: {name: 'get_weather', parameters: {type: 'object', properties: {}}}}];
    const final = await client.chat.completions.stream({model: 'up/tools', messages, tools}).finalChatCompletion();
    assert.deepEqual(final.choices[0].message.tool_calls.map((call) => call.function.arguments),
      ['{"city":"Rome"}', '{"city":"Oslo"}']);
  }],

  ['extensions survive', async () => {
    const chunks = await collect(await ask('up/extensions', {stream: true}));
    assert.equal(chunks.map((chunk) => chunk.choices[0].delta.reasoning_content ?? '').join(''), 'Let me see.');
  }],

  ['a key that is wrong', async () => {
    const wrong = new OpenAI({baseURL, apiKey: 'wrong'});
    await assert.rejects(wrong.models.list(),
      (error) => error instanceof OpenAI.AuthenticationError && error.code === 'invalid_api_key');
  }],

  ['a provider that refuses its key', async () => {
    await assert.rejects(ask('up/unauthorized'),
      (error) => error instanceof OpenAI.AuthenticationError && /The provider 'up'/.test(error.message));
  }],

  ['requests that are wrong', async () => {
    await assert.rejects(ask('up/ok', {temperature: 'hot'}),
      (error) => error instanceof OpenAI.BadRequestError && error.param === 'temperature');
    await assert.rejects(client.chat.completions.create({model: 'up/ok', messages: [{role: 'user', content: 5}]}),
      (error) => error.status === 400 && error.param === 'messages[0].content');
    await assert.rejects(ask('gpt-4o-mini'),
      (error) => error instanceof OpenAI.NotFoundError && error.code === 'model_not_found');
  }],

  ['failures are tried again here, and not once more by the client', async () => {
    await fetchUpstream('requests');
    await assert.rejects(ask('up/server-error'), OpenAI.InternalServerError);
    assert.equal((await fetchUpstream('requests')).length, 3);
    await assert.rejects(ask('up/rate-limit-later'),
      (error) => error instanceof OpenAI.RateLimitError && error.headers.get('retry-after') === '120');
    assert.equal((await fetchUpstream('requests')).length, 1);
    assert.equal((await ask('up/flaky')).choices[0].message.content, TEXT);
  }],

  ['a stream that breaks', async () => {
    for (const model of ['up/cut', 'up/early-end', 'up/error-event']) {
      const got = [];
      await assert.rejects(async () => {
        for await (const chunk of await ask(model, {stream: true})) got.push(chunk);
      }, OpenAI.APIError);
      assert.equal(textOf(got), 'Hello, ');
    }
  }],

  ['an answer that is no JSON', async () => {
    await assert.rejects(ask('up/html'), (error) => error.status === 502);
    await assert.rejects(ask('up/deep'), (error) => error.status === 502);
  }],

  ['a client that stops', async () => {
    const stream = await ask('up/stall:aborted', {stream: true});
    for await (const chunk of stream)
      if (chunk.choices[0].delta.content === ', ') break;
    stream.controller.abort();
    while (await fetchUpstream('left') !== 'stall:aborted');
  }],

  ['embeddings', async () => {
    const answer = await client.embeddings.create({model: 'up/embed', input: ['a', 'b']});
    assert.deepEqual([...answer.data[1].embedding], [0.5, -1.25, 3]);
    const floats = await client.embeddings.create({model: 'up/embed', input: 'a', encoding_format: 'float'});
    assert.deepEqual(floats.data[0].embedding, [0.5, -1.25, 3]);
    await assert.rejects(client.embeddings.create({model: 'recess-practice', input: 'a'}), OpenAI.BadRequestError);
  }],

  ['the practice model', async () => {
    const answer = await ask('recess-practice', {n: 2});
    assert.equal(answer.choices.length, 2);
    assert(answer.choices[0].message.content.length > 0);
    assert(answer.usage.total_tokens > 0);
    const chunks = await collect(await ask('recess-practice', {stream: true, stream_options: {include_usage: true}}));
    assert(textOf(chunks).length > 0);
    assert(chunks.at(-1).usage.total_tokens > 0);
    assert(chunks.slice(0, -1).every((chunk) => chunk.usage === null));
    const quiet = await collect(await ask('recess-practice', {stream: true}));
    assert(quiet.every((chunk) => chunk.choices.length > 0));
    assert.equal(await client.chat.completions.stream({model: 'recess-practice', messages}).finalContent(),
      textOf(chunks));
  }],

  ...functionTests(client, collect),

  ['the Azure client', async () => {
    const azure = new AzureOpenAI({endpoint: new URL(server).origin, apiKey: KEY, apiVersion: '2024-10-21',
      deployment: 'gpt-old'});
    const answer = await azure.chat.completions.create({model: 'gpt-old', messages});
    assert.equal(answer.choices[0].message.content, TEXT);
  }],

  ['the contract is kept', async () => {
    if (!contract) return 'contract not checked';
    await contract.stop();
    const checked = [...contract.seen.values()].reduce((sum, n) => sum + n, 0);
    console.log(`# ${checked} answers checked`);
    assert.deepEqual(contract.violations, []);
  }],
]);

await end();
process.exit(failed ? 1 : 0);
