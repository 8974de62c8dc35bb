/* Loaded before libc by tests: writes down every address that a process connects to, sends to or asks a name server for,
   one a line, into the file that HEBB_CONNECTS names. Unix sockets are no network. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dlfcn.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

static void note(const char *what, const char *where) {
  const int before = errno;
  const char *name = getenv("HEBB_CONNECTS");
  FILE *file = name == NULL ? NULL : fopen(name, "ae");
  if (file != NULL) {
    fprintf(file, "%s %s\n", what, where);
    fclose(file);
  }
  errno = before;
}

static void note_address(const char *what, const struct sockaddr *address) {
  char text[INET6_ADDRSTRLEN] = "?";
  if (address == NULL) return;
  if (address->sa_family == AF_INET)
    inet_ntop(AF_INET, &((const struct sockaddr_in *)address)->sin_addr, text, sizeof text);
  else if (address->sa_family == AF_INET6)
    inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)address)->sin6_addr, text, sizeof text);
  else
    return;
  note(what, text);
}

#define NEXT(type, parameters, name) \
  static type(*next) parameters;     \
  if (next == NULL) *(void **)(&next) = dlsym(RTLD_NEXT, name)

int connect(int fd, const struct sockaddr *address, socklen_t size) {
  NEXT(int, (int, const struct sockaddr *, socklen_t), "connect");
  note_address("connect", address);
  return next(fd, address, size);
}

ssize_t sendto(int fd, const void *bytes, size_t count, int flags, const struct sockaddr *address, socklen_t size) {
  NEXT(ssize_t, (int, const void *, size_t, int, const struct sockaddr *, socklen_t), "sendto");
  note_address("sendto", address);
  return next(fd, bytes, count, flags, address, size);
}

int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints, struct addrinfo **found) {
  NEXT(int, (const char *, const char *, const struct addrinfo *, struct addrinfo **), "getaddrinfo");
  note("getaddrinfo", node == NULL ? "" : node);
  return next(node, service, hints, found);
}
