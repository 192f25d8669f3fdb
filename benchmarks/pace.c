// An open loop: requests of HTTP/1.1 leave at a fixed rate, whether or not the ones before were answered, as people come.
// Each has a turn of the same length, and leaves at some moment of it: two kinds of the same rate that left in step would
// meet all the time, or never.
//
//   pace repeat  PORT RATE SECONDS CONNECTIONS REQUESTS
//     REQUESTS: a file of whole requests, each ended by a zero byte; they are sent in turn.
//   pace chain   PORT RATE SECONDS CONNECTIONS TEMPLATE VALUES MARK
//     each connection has a value for @@ in the template's body, and the one that follows MARK in the answer next.
//     VALUES: a line a connection; at the end it holds the values that would come next.
//
// At most CONNECTIONS requests are under way; one that finds none free waits here, and its time counts from when it should
// have left. What has not been answered PATIENCE seconds after the last one left is unanswered. One line of JSON comes
// out: for each status how many, and exact percentiles in milliseconds. "begin" on standard error: the first one leaves.
#include "wire.h"
#include <errno.h>
#include <sys/epoll.h>
#include <unistd.h>

enum { BUFFER = 64 * 1024, STATUSES = 600, PATIENCE = 15 };

typedef struct connection {
  int fd, index, closing;
  char in[BUFFER], out[BUFFER], *value;
  int received, length, sent, is_busy;
  uint64_t due;
  struct connection *next_free;
} connection;

typedef struct { uint32_t *times; long count, room; } times_of;

static int port, chained, epoll;
static list requests, values;
static template shape;
static const char *mark;
static connection *free_ones;
static times_of statuses[STATUSES];
static long sent_count, open_count, broken;
static char odd[400];

static void set_free(connection *c) {
  c->is_busy = 0;
  c->next_free = free_ones;
  free_ones = c;
}

static void hang_up(connection *c) {
  close(c->fd);
  c->fd = -1;
}

static void broke(connection *c) {
  hang_up(c);
  if (!c->is_busy) return; // the server may close what rests; the next request dials again
  broken++, open_count--;
  if (chained) { fprintf(stderr, "a chain broke\n"); exit(4); }
  set_free(c);
}

static void dial(connection *c) {
  c->fd = connect_to(port);
  // Edges: it is asked what it has to say, and to take what is left, whenever either changes.
  struct epoll_event event = {.events = EPOLLIN | EPOLLOUT | EPOLLET, .data.ptr = c};
  epoll_ctl(epoll, EPOLL_CTL_ADD, c->fd, &event);
}

static void push_out(connection *c) {
  while (c->sent < c->length) {
    ssize_t n = write(c->fd, c->out + c->sent, c->length - c->sent);
    if (n < 0) return; // not connected yet, or full; a broken one shows when it is read
    c->sent += n;
  }
}

static void leave(connection *c, uint64_t due) {
  c->length = chained ? fill(c->out, BUFFER, shape, c->value)
                      : snprintf(c->out, BUFFER, "%s", requests.items[sent_count % requests.count]);
  c->received = c->sent = 0;
  c->is_busy = 1;
  c->due = due;
  sent_count++, open_count++;
  if (c->fd < 0) dial(c);
  push_out(c);
}

static void answered(connection *c) {
  int status = atoi(c->in + 9);
  times_of *of = &statuses[status > 0 && status < STATUSES ? status : 0];
  if (of->count == of->room) of->times = realloc(of->times, sizeof *of->times * (of->room = of->room ? of->room * 2 : 4096));
  of->times[of->count++] = now() - c->due;
  open_count--;
  if (status != 200 && status != 429 && !*odd) snprintf(odd, sizeof odd, "%.399s", c->in);
  if (!chained) return;
  char *value = value_after(c->in, mark);
  if (!value) { fprintf(stderr, "a chain broke: %.400s\n", c->in); exit(4); }
  free(c->value);
  c->value = value;
}

static void pull_in(connection *c) {
  while (c->fd >= 0) {
    ssize_t n = read(c->fd, c->in + c->received, BUFFER - c->received - 1);
    if (n < 0 && (errno == EAGAIN || errno == ENOTCONN)) return;
    if (n <= 0) { broke(c); return; }
    c->received += n;
    if (c->received >= BUFFER - 1) { fprintf(stderr, "an answer is too long\n"); exit(4); }
    if (!is_whole(c->in, c->received, &c->closing)) continue;
    answered(c);
    if (c->closing) hang_up(c);
    set_free(c);
    return;
  }
}

// When the one leaves whose turn is next.
static uint64_t pick(uint64_t begin, double rate) { return begin + (uint64_t)((sent_count + drand48()) * 1e6 / rate); }

static void run(double rate, int seconds) {
  struct epoll_event events[256];
  long wanted = rate * seconds;
  uint64_t begin = now(), last = begin + (uint64_t)(seconds * 1e6);
  srand48((long)begin);
  uint64_t due = pick(begin, rate);
  fprintf(stderr, "begin\n");
  for (;;) {
    uint64_t at = now();
    for (; sent_count < wanted && free_ones && due <= at; due = pick(begin, rate)) {
      connection *c = free_ones;
      free_ones = c->next_free;
      leave(c, due);
    }
    if (sent_count == wanted && (!open_count || at > last + PATIENCE * 1000000ull)) return;
    struct timespec rest = {.tv_nsec = 10 * 1000000};
    if (sent_count < wanted && free_ones) {
      rest.tv_nsec = due > at ? (due - at) * 1000 : 0;
      if (rest.tv_nsec > 10 * 1000000) rest.tv_nsec = 10 * 1000000;
    }
    int count = epoll_pwait2(epoll, events, 256, &rest, NULL);
    for (int i = 0; i < count; i++) {
      connection *c = events[i].data.ptr;
      if (events[i].events & EPOLLOUT) push_out(c);
      if (events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) pull_in(c);
    }
  }
}

static void report(void) {
  printf("{\"sent\":%ld,\"unanswered\":%ld,\"broken\":%ld,\"statuses\":{", sent_count, open_count, broken);
  const char *comma = "";
  for (int s = 0; s < STATUSES; s++) {
    times_of *of = &statuses[s];
    if (!of->count) continue;
    qsort(of->times, of->count, sizeof *of->times, by_size);
    printf("%s\"%d\":{\"count\":%ld,\"p50\":%.3f,\"p99\":%.3f,\"max\":%.3f}", comma, s, of->count,
           of->times[(long)(.5 * (of->count - 1))] / 1e3, of->times[(long)(.99 * (of->count - 1))] / 1e3,
           of->times[of->count - 1] / 1e3);
    comma = ",";
  }
  printf("}}\n");
  if (*odd) fprintf(stderr, "first odd answer: %s\n", odd);
}

int main(int count, char **words) {
  if (count < 7) { fprintf(stderr, "see the first lines of pace.c\n"); return 2; }
  chained = !strcmp(words[1], "chain");
  port = atoi(words[2]);
  int connections = atoi(words[5]);
  if (chained) shape = read_template(words[6]), values = split(words[7], '\n'), mark = words[8];
  else requests = split(words[6], 0);
  if (chained && values.count < connections) { fprintf(stderr, "a value for each connection, please\n"); return 2; }

  epoll = epoll_create1(0);
  connection *all = calloc(connections, sizeof *all);
  for (int i = connections; i-- > 0;) {
    all[i].fd = -1, all[i].index = i;
    if (chained) all[i].value = strdup(values.items[i]);
    set_free(&all[i]);
  }
  run(atof(words[3]), atoi(words[4]));
  report();
  if (!chained) return 0;
  FILE *file = fopen(words[7], "w");
  if (!file) die(words[7]);
  for (int i = 0; i < connections; i++) fprintf(file, "%s\n", all[i].value);
  fclose(file);
  return 0;
}
