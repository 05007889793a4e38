// Copyright 2026 The Recess authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Functions, their runner, structured output and the older functions, as the official client and
// its documentation use them.

import assert from 'node:assert/strict';
import {zodFunction, zodResponseFormat} from 'openai/helpers/zod';
import {z} from 'zod';

const model = 'recess-practice';

const weather = {
  type: 'function',
  function: {
    name: 'get_current_weather',
    description: 'Get the current weather in a given location',
    parameters: {
      type: 'object',
      properties: {
        location: {type: 'string', description: 'The city'},
        unit: {type: 'string', enum: ['celsius', 'fahrenheit']},
      },
      required: ['location'],
    },
  },
};

const clock = {
  type: 'function',
  function: {
    name: 'current_time',
    description: 'Tell the time of day in a city',
    parameters: {type: 'object', properties: {city: {type: 'string'}}, required: ['city']},
  },
};

const Fair = z.object({name: z.string(), day: z.string(), guests: z.array(z.string())});

const say = (content) => [{role: 'user', content}];

function runnable(tool, asked, run) {
  return {...tool, function: {...tool.function, parse: JSON.parse, function: (args) => {
    asked.push({name: tool.function.name, ...args});
    return run(args);
  }}};
}

export function functionTests(client, collect) {
  const ask = (content, more) => client.chat.completions.create({model, messages: say(content), ...more});

  const runTools = async (model, content, more = {}) => {
    const asked = [];
    const tools = [runnable(weather, asked, () => ({temperature: 21, sky: 'clear'})),
      runnable(clock, asked, () => '12:30')];
    const runner = client.chat.completions.runTools({model, messages: say(content), tools, ...more});
    return {asked, text: await runner.finalContent(), messages: runner.messages};
  };

  return [
    ['the tool runner with three calls in one turn', async () => {
      for (const stream of [false, true]) {
        const {asked, text, messages} = await runTools(model,
          'What is the weather in Paris and Tokyo, and what time is it in Lima?', {stream});
        assert.deepEqual(asked, [{name: 'get_current_weather', location: 'Paris'},
          {name: 'get_current_weather', location: 'Tokyo'}, {name: 'current_time', city: 'Lima'}]);
        assert.match(text, /Paris.*temperature: 21.*\n.*Tokyo.*\n.*12:30/);
        assert.equal(messages.filter((message) => message.tool_calls).length, 1);
      }
    }],

    ['the tool runner, one call a turn', async () => {
      const {asked, messages} = await runTools(model,
        'Tell me the weather in Oslo and the time in Rome', {parallel_tool_calls: false});
      assert.deepEqual(asked.map((call) => call.name), ['get_current_weather', 'current_time']);
      assert.equal(messages.filter((message) => message.tool_calls).length, 2);
    }],

    ['the tool runner ends in every form of tool_choice', async () => {
      assert.equal((await runTools(model, 'Hello', {tool_choice: 'required'})).asked.length, 1);
      assert.equal((await runTools(model, 'The weather in Rome', {tool_choice: 'none'})).asked.length, 0);
      const {asked} = await runTools(model, 'Rome', {tool_choice: {type: 'function',
        function: {name: 'current_time'}}}).catch((error) => ({asked: error}));
      assert.deepEqual(asked, [{name: 'current_time', city: 'Rome'}]);
    }],

    ['the tool runner with zod, and a function that fails', async () => {
      const tool = zodFunction({name: 'convert_money', description: 'Convert an amount of money into another currency',
        parameters: z.object({amount: z.number(), target: z.enum(['EUR', 'USD'])}),
        function: () => ({error: 'no rates today'})});
      const runner = client.chat.completions.runTools({model, messages: say('Convert 40 dollars to euros'), tools: [tool]});
      assert.match(await runner.finalContent(), /no rates today/);
      const call = runner.messages.find((message) => message.tool_calls).tool_calls[0];
      assert.deepEqual(JSON.parse(call.function.arguments), {amount: 40, target: 'EUR'});
    }],

    ['the tool runner on a provider', async () => {
      for (const stream of [false, true]) {
        const asked = [];
        const tools = [runnable(weather, asked, () => 'sunny')];
        const runner = client.chat.completions.runTools({model: 'up/runner', messages: say('hi'), tools, stream});
        assert.equal(await runner.finalContent(), 'sunny');
        assert.equal(asked.length, 1);
      }
    }],

    ['calls stream as the client wants them', async () => {
      const chunks = await collect(await ask('weather in Paris, weather in Rome', {tools: [weather], stream: true,
        stream_options: {include_usage: true}}));
      const rows = chunks.flatMap((chunk) => chunk.choices[0]?.delta.tool_calls ?? []);
      const first = rows.filter((row) => row.id);
      assert.deepEqual(first.map((row) => [row.index, row.type, row.function.arguments]),
        [[0, 'function', ''], [1, 'function', '']]);
      assert(rows.length > 6 && rows.every((row, i) => i === 0 || row.index >= rows[i - 1].index));
      assert.equal(chunks.at(-2).choices[0].finish_reason, 'tool_calls');
      assert(chunks.at(-1).usage.completion_tokens > 0);
      const message = await client.chat.completions.stream({model, messages: say('weather in Paris, weather in Rome'),
        tools: [weather]}).finalMessage();
      assert.deepEqual(message.tool_calls.map((call) => JSON.parse(call.function.arguments).location), ['Paris', 'Rome']);
    }],

    ['arguments that the limit cuts', async () => {
      const answer = await ask('What is the weather in Paris?', {tools: [weather], max_tokens: 5});
      assert.equal(answer.choices[0].finish_reason, 'length');
      assert.throws(() => JSON.parse(answer.choices[0].message.tool_calls[0].function.arguments));
    }],

    ['structured output', async () => {
      const response_format = zodResponseFormat(Fair, 'fair');
      for (const name of [model, 'up/structured']) {
        const messages = say('Ann and Bob go to "Science fair" on Friday.');
        const answer = await client.chat.completions.parse({model: name, messages, response_format});
        assert(Fair.safeParse(answer.choices[0].message.parsed).success);
        assert.equal(answer.choices[0].message.parsed.name, 'Science fair');
        const stream = client.chat.completions.stream({model: name, messages, response_format});
        assert.deepEqual((await stream.finalChatCompletion()).choices[0].message.parsed, answer.choices[0].message.parsed);
      }
      const object = await ask('What is a token? Answer in JSON.', {response_format: {type: 'json_object'}});
      assert.equal(typeof JSON.parse(object.choices[0].message.content), 'object');
    }],

    ['structured output with nested and optional parts', async () => {
      const Steps = z.object({steps: z.array(z.object({explanation: z.string(), output: z.string()})),
        final_answer: z.string(), note: z.string().nullable(), kind: z.union([z.literal('a'), z.number()])});
      const answer = await client.chat.completions.parse({model, messages: say('solve 8x + 31 = 2'),
        response_format: zodResponseFormat(Steps, 'maths')});
      assert(Steps.safeParse(answer.choices[0].message.parsed).success);
    }],

    ['the older functions', async () => {
      const functions = [weather.function];
      for (const name of [model, 'up/runner']) {
        const messages = say('What is the weather like in Boston?');
        const first = await client.chat.completions.create({model: name, messages, functions, function_call: 'auto'});
        assert.equal(first.choices[0].finish_reason, 'function_call');
        const call = first.choices[0].message.function_call;
        assert.equal(call.name, 'get_current_weather');
        if (name === model) assert.deepEqual(JSON.parse(call.arguments), {location: 'Boston'});
        const streamed = await client.chat.completions.stream({model: name, messages, functions}).finalMessage();
        assert.deepEqual(streamed.function_call, call);
        messages.push(first.choices[0].message, {role: 'function', name: call.name, content: '{"temperature": 22}'});
        const second = await client.chat.completions.create({model: name, messages, functions});
        assert.equal(second.choices[0].finish_reason, 'stop');
        assert.match(second.choices[0].message.content, /22/);
      }
    }],

    ['functions that are wrong', async () => {
      for (const [more, param] of [
        [{tools: [{type: 'function', function: {name: 'a', parameters: {type: 'wrong'}}}]}, 'tools[0].function.parameters'],
        [{tools: [weather], tool_choice: {type: 'function', function: {name: 'no'}}}, 'tool_choice'],
        [{logprobs: true}, 'logprobs'],
      ])
        await assert.rejects(ask('hi', more), (error) => error.status === 400 && error.param === param);
    }],
  ];
}
