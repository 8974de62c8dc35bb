/* Loaded before libc by tests: makes the writes of a running server to its database fail, or kills it at one of them.
   HEBB_FAULT names a file; while it is there its words say what happens: "ENOSPC", "EIO" or "EROFS" to every write,
   "KILL n" at the nth write from when the file was first seen. Writes: write, pwrite, fsync, fdatasync, ftruncate on
   files whose name ends in .db or .db-wal. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static atomic_long written;

static int is_database(int fd) {
  char link[64], name[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  const ssize_t size = readlink(link, name, sizeof name - 1);
  if (size < 0) return 0;
  name[size] = 0;
  const char *dot = strrchr(name, '.');
  return dot != NULL && (strcmp(dot, ".db") == 0 || strcmp(dot, ".db-wal") == 0);
}

/* 0, or the error with which this write fails. */
static int fault(int fd) {
  const char *control = getenv("HEBB_FAULT");
  if (control == NULL) return 0;
  const int file = open(control, O_RDONLY | O_CLOEXEC);
  if (file < 0) return 0;
  char text[64] = {0};
  const ssize_t size = read(file, text, sizeof text - 1);
  close(file);
  if (size <= 0 || !is_database(fd)) return 0;
  if (strncmp(text, "ENOSPC", 6) == 0) return ENOSPC;
  if (strncmp(text, "EIO", 3) == 0) return EIO;
  if (strncmp(text, "EROFS", 5) == 0) return EROFS;
  if (strncmp(text, "KILL ", 5) == 0 && atomic_fetch_add(&written, 1) + 1 >= atol(text + 5)) kill(getpid(), SIGKILL);
  return 0;
}

#define FAILING(type, name, parameters, arguments)                     \
  type name parameters {                                               \
    static type(*next) parameters;                                     \
    if (next == NULL) *(void **)(&next) = dlsym(RTLD_NEXT, #name);     \
    const int error = fault(fd);                                       \
    if (error != 0) {                                                  \
      errno = error;                                                   \
      return -1;                                                       \
    }                                                                  \
    return next arguments;                                             \
  }

FAILING(ssize_t, write, (int fd, const void *bytes, size_t count), (fd, bytes, count))
FAILING(ssize_t, pwrite, (int fd, const void *bytes, size_t count, off_t offset), (fd, bytes, count, offset))
FAILING(ssize_t, pwrite64, (int fd, const void *bytes, size_t count, off64_t offset), (fd, bytes, count, offset))
FAILING(int, fsync, (int fd), (fd))
FAILING(int, fdatasync, (int fd), (fd))
FAILING(int, ftruncate, (int fd, off_t length), (fd, length))
FAILING(int, ftruncate64, (int fd, off64_t length), (fd, length))
