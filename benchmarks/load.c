// A closed loop of HTTP/1.1 connections on one thread: each sends, waits for the whole answer, and sends again.
//
//   load repeat  PORT CONNECTIONS WARM SECONDS STATUS REQUESTS
//     REQUESTS: a file of whole requests, each ended by a zero byte; the connections take turns through them.
//   load chain   PORT CONNECTIONS WARM SECONDS STATUS TEMPLATE VALUES MARK
//     each connection puts a value of its own for @@ in the template's body, and keeps the one that follows MARK in the
//     answer in its place. VALUES: a line a connection, or more, in turns; at the end it holds what would come next.
//   load flow    PORT CONNECTIONS WARM SECONDS STATUS TEMPLATE REQUESTS MARK FIRST_STATUS
//     each connection sends one of REQUESTS, takes what follows MARK out of the answer, and sends it in the template.
//
//   load probe   MILLISECONDS
//     prints how many rounds of arithmetic a core does in a second, which tells whether the host lends it out.
//
// A template is a request without Content-Length. One line of JSON comes out: rate and exact percentiles (milliseconds)
// of what ended inside the window. "begin" and "end" on standard error mark the window for whoever measures beside it.
#include "wire.h"
#include <errno.h>
#include <sys/epoll.h>
#include <unistd.h>

enum { BUFFER = 256 * 1024, MAX_ERRORS = 1000 };
enum mode { REPEAT, CHAIN, FLOW };

typedef struct {
  int fd, index, second, closing, place;  // second: on the template of a flow; place: of the value in a chain
  char *in, *out, *value;
  int received, length, sent;
  uint64_t started, flow_started;
} connection;

static enum mode mode;
static int port, connections, warm, seconds, status, first_status, epoll;
static list requests, values;
static template shape;
static const char *mark;

static int measuring, stopping, unanswered;
static long good, bad, broken, turns;
static uint32_t *times;
static long time_count, time_room;
static char first_bad[400];

static void compose(connection *c) {
  if (mode == REPEAT || (mode == FLOW && !c->second)) {
    const char *request = requests.items[(mode == REPEAT ? turns++ : c->index) % requests.count];
    c->length = snprintf(c->out, BUFFER, "%s", request);
  } else {
    c->length = fill(c->out, BUFFER, shape, c->value);
  }
  c->received = c->sent = 0;
  c->started = now();
  if (!c->second) c->flow_started = c->started;
}

static void watch(connection *c, int events, int operation) {
  struct epoll_event event = {.events = events, .data.ptr = c};
  epoll_ctl(epoll, operation, c->fd, &event);
}

static void dial(connection *c) {
  c->fd = connect_to(port);
  watch(c, EPOLLIN | EPOLLOUT, EPOLL_CTL_ADD);
}

static void redial(connection *c, int is_error) {
  if (is_error && ++broken > MAX_ERRORS) { fprintf(stderr, "too many connections broke\n"); exit(3); }
  close(c->fd);
  dial(c);
  compose(c);
}

static void push_out(connection *c) {
  while (c->sent < c->length) {
    ssize_t n = write(c->fd, c->out + c->sent, c->length - c->sent);
    if (n < 0) {
      if (errno == EAGAIN) watch(c, EPOLLIN | EPOLLOUT, EPOLL_CTL_MOD);
      return; // a broken connection shows when it is read
    }
    c->sent += n;
  }
}

static int take_value(connection *c) {
  char *value = value_after(c->in, mark);
  if (!value) return 0;
  free(c->value);
  c->value = value;
  if (mode == CHAIN) {
    values.items[c->place] = c->value;
    if ((c->place += connections) >= values.count) c->place = c->index;
    c->value = values.items[c->place];
  }
  return 1;
}

static void note_time(uint64_t since, uint64_t at) {
  if (time_count == time_room) times = realloc(times, sizeof *times * (time_room = time_room ? time_room * 2 : 1 << 20));
  times[time_count++] = at - since;
}

static void answered(connection *c) {
  uint64_t at = now();
  int is_first = mode == FLOW && !c->second;
  int is_good = atoi(c->in + 9) == (is_first ? first_status : status);
  if (is_good && (is_first || mode == CHAIN)) is_good = take_value(c);
  if (!is_good && !*first_bad) snprintf(first_bad, sizeof first_bad, "%s", c->in);
  if (measuring) {
    if (!is_good) bad++;
    else if (!is_first) { good++; note_time(mode == FLOW ? c->flow_started : c->started, at); }
  }
  if (!is_good && mode == CHAIN) { fprintf(stderr, "a chain broke: %s\n", first_bad); exit(4); }
  c->second = mode == FLOW && is_good && is_first;
}

static void pull_in(connection *c) {
  for (;;) {
    ssize_t n = read(c->fd, c->in + c->received, BUFFER - c->received - 1);
    if (n < 0 && errno == EAGAIN) return;
    if (n <= 0) { redial(c, c->received > 0 || n < 0); return; }
    c->received += n;
    if (c->received >= BUFFER - 1) { fprintf(stderr, "an answer is too long\n"); exit(4); }
    if (!is_whole(c->in, c->received, &c->closing)) continue;
    answered(c);
    if (stopping) { unanswered--; return; }
    if (c->closing) { redial(c, 0); return; }
    compose(c);
    push_out(c);
    return;
  }
}

static double percentile(double p) { return time_count ? times[(long)(p * (time_count - 1))] / 1000.0 : 0; }

static void report(double elapsed) {
  qsort(times, time_count, sizeof *times, by_size);
  printf("{\"rate\":%.1f,\"good\":%ld,\"bad\":%ld,\"broken\":%ld,\"p50\":%.3f,\"p99\":%.3f,\"max\":%.3f,\"seconds\":%.2f}\n",
         good / elapsed, good, bad, broken, percentile(.5), percentile(.99), percentile(1), elapsed);
  if (*first_bad) fprintf(stderr, "first bad answer: %s\n", first_bad);
}

static void serve(void) {
  struct epoll_event events[256];
  int count = epoll_wait(epoll, events, 256, 50);
  for (int i = 0; i < count; i++) {
    connection *c = events[i].data.ptr;
    if (events[i].events & EPOLLERR) { usleep(2000); redial(c, 1); continue; }
    if (events[i].events & EPOLLOUT) { watch(c, EPOLLIN, EPOLL_CTL_MOD); push_out(c); }
    if (events[i].events & (EPOLLIN | EPOLLHUP)) pull_in(c);
  }
}

// Not every server gives the same successor again: what is under way is waited for, uncounted.
static void finish(int connections) {
  uint64_t until = now() + 5000000;
  measuring = 0, stopping = 1, unanswered = connections;
  while (unanswered > 0 && now() < until) serve();
}

static void run(void) {
  uint64_t begin = now() + warm * 1000000ull, end = begin + seconds * 1000000ull;
  for (;;) {
    uint64_t at = now();
    if (!measuring && at >= begin) {
      measuring = 1;
      begin = at, end = at + seconds * 1000000ull;
      fprintf(stderr, "begin\n");
    }
    if (measuring && at >= end) break;
    serve();
  }
  fprintf(stderr, "end\n");
  report((now() - begin) / 1e6);
}

// Wide multiplications, four chains at a time, as signatures do: a neighbour on the same core halves them.
static int probe(int milliseconds) {
  static const uint64_t by[4] = {0x9e3779b97f4a7c15, 0xc2b2ae3d27d4eb4f, 0x165667b19e3779f9, 0x27d4eb2f165667c5};
  uint64_t x[4] = {3, 5, 7, 11}, start = now(), at = start;
  long rounds = 0;
  for (; at < start + milliseconds * 1000ull; at = now(), rounds++) {
    for (int i = 0; i < 2000; i++)
      for (int k = 0; k < 4; k++) x[k] ^= (uint64_t)(((unsigned __int128)x[k] * by[k]) >> 32);
    __asm__ volatile("" : : "r"(x) : "memory");
  }
  printf("%.1f\n", rounds * 1e6 / (at - start));
  return 0;
}

int main(int count, char **words) {
  if (count == 3 && !strcmp(words[1], "probe")) return probe(atoi(words[2]));
  if (count < 8) { fprintf(stderr, "see the first lines of load.c\n"); return 2; }
  mode = !strcmp(words[1], "repeat") ? REPEAT : !strcmp(words[1], "chain") ? CHAIN : FLOW;
  port = atoi(words[2]), connections = atoi(words[3]), warm = atoi(words[4]), seconds = atoi(words[5]);
  status = atoi(words[6]);
  if (mode == REPEAT) requests = split(words[7], 0);
  else shape = read_template(words[7]), mark = words[9];
  if (mode == CHAIN) values = split(words[8], '\n');
  if (mode == FLOW) requests = split(words[8], 0), first_status = atoi(words[10]);
  if (mode == CHAIN && values.count < connections) { fprintf(stderr, "a value for each connection, please\n"); return 2; }

  epoll = epoll_create1(0);
  connection *all = calloc(connections, sizeof *all);
  for (int i = 0; i < connections; i++) {
    all[i] = (connection){.index = i, .place = i, .in = malloc(BUFFER), .out = malloc(BUFFER)};
    all[i].value = mode == CHAIN ? values.items[i] : strdup("");
    dial(&all[i]);
    compose(&all[i]);
  }
  run();
  if (mode == CHAIN) {
    finish(connections);
    FILE *file = fopen(words[8], "w");
    if (!file) die(words[8]);
    for (int i = 0; i < values.count; i++) fprintf(file, "%s\n", values.items[i]);
    fclose(file);
  }
  return bad ? 1 : 0;
}
