<?php
/**
 * The base profile of docs/protocol.md in PHP, over plain HTTP: a GET is a stream of server-sent events on which a page
 * hears, a POST is what it says, one message or a list of them. http-signal.js is the page's end. Who is here stands in
 * an SQLite file (SIGNAL_DB). Pages of the same host may come, or those named in ORIGIN, separated by spaces.
 */
declare(strict_types=1);

const MAX_BODY_BYTES = 262_144;
const MAX_FRAME_BYTES = 65_536;
const MAX_DEPTH = 16;
const MAX_NAME_LENGTH = 64;
const POLL_MICROSECONDS = 25_000;
const BEAT_SECONDS = 1;
const GONE_AFTER_SECONDS = 20;
const JSON_FLAGS = JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_PRESERVE_ZERO_FRACTION;
// What only a server says; a page that says it would fool the others.
const SERVER_ONLY = ['id', 'rejectusername', 'userlist', 'session', 'presence', 'peer-state', 'error', 'goodbye'];
// Control characters, and those that turn or hide the text around them.
const UNFIT = '/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\x{061c}\x{200b}\x{200e}\x{200f}\x{202a}-\x{202e}\x{2060}\x{2066}-\x{2069}\x{feff}]/u';

function database(): PDO
{
    $db = new PDO('sqlite:' . (getenv('SIGNAL_DB') ?: sys_get_temp_dir() . '/call-signal.sqlite'));
    $db->setAttribute(PDO::ATTR_ERRMODE, PDO::ERRMODE_EXCEPTION);
    $db->exec('PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF');
    $db->exec('CREATE TABLE IF NOT EXISTS people (id INTEGER PRIMARY KEY, name TEXT UNIQUE, seen REAL)');
    $db->exec('CREATE TABLE IF NOT EXISTS inbox (seq INTEGER PRIMARY KEY AUTOINCREMENT, id INTEGER, frame TEXT)');
    return $db;
}

/** @return list<array<string, mixed>> */
function rows(PDO $db, string $sql, mixed ...$values): array
{
    $statement = $db->prepare($sql);
    $statement->execute($values);
    return $statement->fetchAll(PDO::FETCH_ASSOC);
}

/** All of it, or nothing, and nobody in between. */
function together(PDO $db, callable $work): void
{
    $db->exec('BEGIN IMMEDIATE');
    try {
        $work();
        $db->exec('COMMIT');
    } catch (Throwable $error) {
        $db->exec('ROLLBACK');
        throw $error;
    }
}

function tell(PDO $db, int $id, object|array $message): void
{
    rows($db, 'INSERT INTO inbox (id, frame) VALUES (?, ?)', $id, json_encode($message, JSON_FLAGS));
}

function tell_everybody(PDO $db, object|array $message): void
{
    $frame = json_encode($message, JSON_FLAGS);
    rows($db, 'INSERT INTO inbox (id, frame) SELECT id, ? FROM people WHERE name IS NOT NULL', $frame);
}

function tell_list(PDO $db): void
{
    $users = array_column(rows($db, 'SELECT name FROM people WHERE name IS NOT NULL ORDER BY rowid'), 'name');
    tell_everybody($db, ['type' => 'userlist', 'users' => $users]);
}

function holder(PDO $db, string $name): ?int
{
    return rows($db, 'SELECT id FROM people WHERE name = ?', $name)[0]['id'] ?? null;
}

/** The name asked for, or the nearest one that is free. */
function free_name(PDO $db, int $id, string $asked): string
{
    $name = trim($asked);
    $is_fit = preg_match('/^.{1,' . MAX_NAME_LENGTH . '}$/su', $name) === 1 && preg_match(UNFIT, $name) === 0;
    $stem = $is_fit ? $name : 'guest';
    if ($is_fit && in_array(holder($db, $stem), [null, $id], true)) {
        return $stem;
    }
    for ($number = 1; ; $number++) {
        preg_match('/^.{1,' . (MAX_NAME_LENGTH - strlen((string) $number)) . '}/su', $stem, $match);
        if (holder($db, $match[0] . $number) === null) {
            return $match[0] . $number;
        }
    }
}

function rename_to(PDO $db, int $id, string $asked): void
{
    $name = free_name($db, $id, $asked);
    rows($db, 'UPDATE people SET name = ? WHERE id = ?', $name, $id);
    if ($name !== $asked) {
        tell($db, $id, ['type' => 'rejectusername', 'id' => $id, 'name' => $name]);
    }
    tell_list($db);
}

function pass_on(PDO $db, int $id, string $name, object $message): void
{
    // Who sent it is what the server knows, and the number is a secret of this page.
    $message->name = $name;
    unset($message->id);
    $target = $message->target ?? null;
    $is_chat = $message->type === 'message';
    if (is_string($target) && $target !== '') {
        $receiver = holder($db, $target);
        if ($receiver !== null) {
            tell($db, $receiver, $message);
        }
        if ($receiver !== null && $receiver !== $id && $is_chat) {
            tell($db, $id, $message);
        }
    } elseif ($is_chat && is_string($message->text ?? null)) {
        tell_everybody($db, $message);
    }
}

function receive(PDO $db, int $id, mixed $message): void
{
    $type = is_object($message) ? ($message->type ?? null) : null;
    if (!is_string($type) || $type === '' || in_array($type, SERVER_ONLY, true)) {
        return;
    }
    $name = rows($db, 'SELECT name FROM people WHERE id = ?', $id)[0]['name'] ?? null;
    if ($type === 'username' && is_string($message->name ?? null)) {
        rename_to($db, $id, $message->name);
    } elseif ($type !== 'username' && $name !== null && strlen(json_encode($message, JSON_FLAGS)) <= MAX_FRAME_BYTES) {
        pass_on($db, $id, $name, $message);
    }
}

/** Those who went, and those of whose stream nothing was heard for long. */
function remove(PDO $db, ?int $id): void
{
    together($db, function () use ($db, $id): void {
        $old = microtime(true) - GONE_AFTER_SECONDS;
        $gone = rows($db, 'DELETE FROM people WHERE id = ? OR seen < ? RETURNING name', $id, $old);
        rows($db, 'DELETE FROM inbox WHERE id NOT IN (SELECT id FROM people)');
        if (array_filter(array_column($gone, 'name'))) {
            tell_list($db);
        }
    });
}

function stream(PDO $db): void
{
    ignore_user_abort(true);
    set_time_limit(0);
    while (ob_get_level() > 0) {
        ob_end_flush();
    }
    header('Content-Type: text/event-stream');
    header('Cache-Control: no-store');
    header('X-Accel-Buffering: no');
    $id = random_int(1, 2 ** 48);
    rows($db, 'INSERT INTO people (id, seen) VALUES (?, ?)', $id, microtime(true));
    tell($db, $id, ['type' => 'id', 'id' => $id]);
    for ($beat = 0.0; connection_aborted() === 0; usleep(POLL_MICROSECONDS)) {
        foreach (rows($db, 'SELECT seq, frame FROM inbox WHERE id = ? ORDER BY seq', $id) as $row) {
            echo 'data: ', $row['frame'], "\n\n";
            rows($db, 'DELETE FROM inbox WHERE seq = ?', $row['seq']);
        }
        if (microtime(true) - $beat > BEAT_SECONDS) {
            $beat = microtime(true);
            // Nobody listening is noticed only where something is said.
            echo ": here\n\n";
            if (rows($db, 'UPDATE people SET seen = ? WHERE id = ? RETURNING id', $beat, $id) === []) {
                return;
            }
            remove($db, null);
        }
        flush();
    }
    remove($db, $id);
}

function hear(PDO $db, int $id): void
{
    $body = file_get_contents('php://input', length: MAX_BODY_BYTES + 1);
    if (strlen($body) > MAX_BODY_BYTES) {
        http_response_code(413);
        return;
    }
    if (rows($db, 'SELECT id FROM people WHERE id = ?', $id) === []) {
        http_response_code(410);
        return;
    }
    $said = json_decode($body, false, MAX_DEPTH + 1);
    together($db, function () use ($db, $id, $said): void {
        foreach (is_array($said) ? $said : [$said] as $message) {
            receive($db, $id, $message);
        }
    });
    http_response_code(204);
}

/** Only pages of this host, or of those in ORIGIN; what is no browser says no origin. */
function may_come(): bool
{
    $origin = $_SERVER['HTTP_ORIGIN'] ?? null;
    $origins = array_filter(explode(' ', getenv('ORIGIN') ?: ''));
    if ($origin === null) {
        return !in_array($_SERVER['HTTP_SEC_FETCH_SITE'] ?? 'same-origin', ['cross-site', 'same-site'], true);
    }
    if ($origins !== []) {
        header("Access-Control-Allow-Origin: $origin");
        header('Access-Control-Allow-Headers: content-type');
        return in_array($origin, $origins, true);
    }
    return parse_url($origin, PHP_URL_HOST) === parse_url('http://' . $_SERVER['HTTP_HOST'], PHP_URL_HOST);
}

header('X-Content-Type-Options: nosniff');
if (!may_come()) {
    http_response_code(403);
} elseif ($_SERVER['REQUEST_METHOD'] === 'OPTIONS') {
    http_response_code(204);
} elseif ($_SERVER['REQUEST_METHOD'] === 'GET') {
    stream(database());
} elseif ($_SERVER['REQUEST_METHOD'] === 'POST' && ($_SERVER['CONTENT_TYPE'] ?? '') === 'application/json') {
    hear(database(), (int) ($_GET['id'] ?? 0));
} else {
    http_response_code(405);
}
