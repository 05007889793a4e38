// Copyright 2026 The Recess authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The processes of these tests, and the runner.

import {spawn} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {createInterface} from 'node:readline';

const children = [];
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'recess-sdk-'));

export const KEY = 'sk-of-the-test';

async function start(command, args, env = {}) {
  const child = spawn(command, args, {stdio: ['pipe', 'pipe', 'inherit'], env: {...process.env, ...env}});
  children.push(child);
  const lines = createInterface({input: child.stdout});
  const line = await new Promise((resolve, reject) => {
    lines.once('line', resolve);
    child.once('exit', (code) => reject(new Error(`${command} ended with ${code}`)));
    child.once('error', reject);
  });
  return JSON.parse(line).listening;
}

export function startUpstream(script) {
  return start('python3', [script]);
}

export function startServer(upstream) {
  const keyFile = path.join(folder, 'key');
  fs.writeFileSync(keyFile, KEY, {mode: 0o600});
  const env = {HOME: folder, DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent', RECESS_NEARBY_PORTS: ''};
  for (const name of ['DATA_HOME', 'CONFIG_HOME', 'CACHE_HOME', 'STATE_HOME', 'RUNTIME_DIR']) {
    env[`XDG_${name}`] = path.join(folder, name.toLowerCase());
    fs.mkdirSync(env[`XDG_${name}`], {mode: 0o700});
  }
  return start(process.env.RECESS_SERVER, ['--listen', '127.0.0.1:0', '--api-key-file', keyFile,
    '--data-dir', path.join(folder, 'data'), '--provider', `up=${upstream}`,
    '--alias', 'gpt-old=up/ok'], env);
}

export async function end() {
  for (const child of children.reverse()) {
    if (child.exitCode !== null) continue;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
  }
  fs.rmSync(folder, {recursive: true, force: true});
}

export async function run(tests) {
  let failed = 0;
  let number = 0;
  console.log(`1..${tests.length}`);
  for (const [name, test] of tests) {
    number++;
    try {
      const skip = await test();
      console.log(`ok ${number} ${name}${skip ? ` # SKIP ${skip}` : ''}`);
    } catch (error) {
      failed++;
      console.log(`not ok ${number} ${name}`);
      for (const line of String(error.stack ?? error).split('\n')) console.log(`# ${line}`);
    }
  }
  return failed;
}
