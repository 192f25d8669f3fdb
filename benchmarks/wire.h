// What load.c and pace.c share: files of requests, connections to this machine, and when an answer over HTTP/1.1 is all there.
#pragma once
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>

typedef struct { char **items; int count; } list;
typedef struct { char *head, *body; } template;

static void die(const char *what) { perror(what); exit(2); }

static uint64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000ull + t.tv_nsec / 1000;
}

// Under way when it returns: it can be written to when epoll says so.
static int connect_to(int port) {
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  int on = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  if (fd < 0) die("socket");
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (connect(fd, (void *)&to, sizeof to) < 0 && errno != EINPROGRESS) die("connect");
  return fd;
}

static char *read_file(const char *path, long *length) {
  FILE *file = fopen(path, "rb");
  if (!file) die(path);
  fseek(file, 0, SEEK_END);
  *length = ftell(file);
  rewind(file);
  char *text = malloc(*length + 1);
  if (fread(text, 1, *length, file) != (size_t)*length) die(path);
  text[*length] = 0;
  fclose(file);
  return text;
}

static list split(const char *path, char separator) {
  long length;
  char *text = read_file(path, &length), *end = text + length;
  list found = {0};
  while (text < end) {
    char *stop = memchr(text, separator, end - text);
    if (!stop) stop = end;
    *stop = 0;
    if (stop > text) {
      found.items = realloc(found.items, sizeof(char *) * (found.count + 1));
      found.items[found.count++] = strdup(text);
    }
    text = stop + 1;
  }
  if (!found.count) { fprintf(stderr, "%s is empty\n", path); exit(2); }
  return found;
}

static template read_template(const char *path) {
  long length;
  char *text = read_file(path, &length), *blank = strstr(text, "\r\n\r\n");
  if (!blank) { fprintf(stderr, "%s has no blank line\n", path); exit(2); }
  *blank = 0;
  return (template){text, blank + 4};
}

// The template as a request, with its value in the hole and its length. → its own length
static int fill(char *out, int room, template shape, const char *value) {
  const char *hole = strstr(shape.body, "@@");
  int before = hole ? (int)(hole - shape.body) : (int)strlen(shape.body);
  const char *after = hole ? hole + 2 : "";
  if (!hole) value = "";
  int body = before + strlen(value) + strlen(after);
  return snprintf(out, room, "%s\r\nContent-Length: %d\r\n\r\n%.*s%s%s", shape.head, body, before, shape.body, value, after);
}

static char *header(char *in, char *end, const char *name) {
  size_t length = strlen(name);
  for (char *line = strstr(in, "\r\n"); line && line < end; line = strstr(line + 2, "\r\n"))
    if (!strncasecmp(line + 2, name, length) && line[2 + length] == ':') return line + 3 + length;
  return NULL;
}

// Whether the answer is all there; a chunked one is complete with its last chunk. closing: the server hangs up after it.
static int is_whole(char *in, int received, int *closing) {
  in[received] = 0;
  char *blank = strstr(in, "\r\n\r\n"), *found;
  if (!blank) return 0;
  char *body = blank + 4;
  found = header(in, blank, "Connection");
  *closing = found && strcasestr(found, "close") && strcasestr(found, "close") < blank;
  if ((found = header(in, blank, "Content-Length"))) return received - (body - in) >= atol(found);
  if (header(in, blank, "Transfer-Encoding")) return received - (body - in) >= 5 && !memcmp(in + received - 5, "0\r\n\r\n", 5);
  return 1;
}

// What follows mark in the answer, up to what ends a value in JSON or a query; null where it is not.
static char *value_after(const char *in, const char *mark) {
  const char *start = strstr(in, mark);
  if (!start) return NULL;
  start += strlen(mark);
  return strndup(start, strcspn(start, "\"&#\r\n"));
}

static int by_size(const void *a, const void *b) {
  uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
  return x < y ? -1 : x > y;
}
