/* A disk that fails on purpose, preloaded into a program under test; nothing of the product
   knows about it.

   fault_arm() begins to count the calls that touch files below a folder and makes call number
   `at` (the first is 1) go wrong in one way:
     eio, enospc  the call fails so
     torn         half of a write reaches the file, then EIO
     short        a read gives half of what is there
     fsync        a sync fails with EIO, once, and what it should have written counts as lost
     kill         half of a write reaches the file, then SIGKILL; other calls are killed before
     power        everything written and not synced is taken back, then SIGKILL: the power went,
                  on a disk that keeps names in order and writes nothing early
   A mode that does not suit the call leaves it alone. fault_trace() tells what kind each call
   was: R read, W write, S sync, N a change of names; fault_where() names the file that was hit. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/syscall.h>
#include <unistd.h>

#define FILES 4096
#define CALLS (1 << 20)

static char where[4096], under[4096], mode[16], watched[FILES], trace[CALLS + 1];
static size_t under_length;
static long at, calls, fired;
static int unsynced_count;

void fault_arm(const char *folder, const char *how, long number) {
  strncpy(under, folder, sizeof under - 1);
  strncpy(mode, how, sizeof mode - 1);
  under_length = strlen(under);
  memset(trace, 0, sizeof trace);
  at = number;
  calls = fired = unsynced_count = 0;
  where[0] = 0;
}
void fault_disarm(void) { under_length = 0; memset(watched, 0, sizeof watched); }
long fault_fired(void) { return fired; }
const char *fault_trace(void) { return trace; }
const char *fault_where(void) { return where; }

/* What power mode takes back: for each write since the last sync, what was there before. */
struct unsynced { dev_t device; ino_t inode; char path[512]; off_t at, size; size_t length;
                  char *before; };
#define UNSYNCED 65536
static struct unsynced unsynced[UNSYNCED];

static int is(const char *name) { return strcmp(mode, name) == 0; }
static int below(const char *path) {
  return under_length && path && strncmp(path, under, under_length) == 0;
}
static int known(int fd) { return under_length && fd >= 0 && fd < FILES && watched[fd]; }

static void remember(int fd, size_t length, off_t where_to) {
  struct stat now;
  if (!is("power") || unsynced_count == UNSYNCED || fstat(fd, &now)) return;
  struct unsynced *one = &unsynced[unsynced_count];
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t named = readlink(link, one->path, sizeof one->path - 1);
  if (named < 0) return;
  one->path[named] = 0;
  one->device = now.st_dev; one->inode = now.st_ino; one->size = now.st_size;
  one->at = where_to; one->length = length; one->before = malloc(length);
  int again = syscall(SYS_openat, AT_FDCWD, one->path, O_RDONLY, 0);
  if (again < 0 || syscall(SYS_pread64, again, one->before, length, where_to) < 0) abort();
  syscall(SYS_close, again);
  unsynced_count++;
}
static void forget(int fd) {
  struct stat now;
  if (!is("power") || fstat(fd, &now)) return;
  int kept = 0;
  for (int n = 0; n < unsynced_count; n++)
    if (unsynced[n].device != now.st_dev || unsynced[n].inode != now.st_ino)
      unsynced[kept++] = unsynced[n];
    else free(unsynced[n].before);
  unsynced_count = kept;
}
static void lose_power(void) {
  for (int n = unsynced_count - 1; n >= 0; n--) {
    struct unsynced *one = &unsynced[n];
    struct stat now;
    int fd = syscall(SYS_openat, AT_FDCWD, one->path, O_RDWR, 0);
    if (fd < 0) continue; /* its name is gone */
    if (fstat(fd, &now) == 0 && now.st_ino == one->inode) {
      if (syscall(SYS_pwrite64, fd, one->before, one->length, one->at) < 0 ||
          syscall(SYS_ftruncate, fd, one->size) < 0) abort();
    }
    syscall(SYS_close, fd);
  }
  kill(getpid(), SIGKILL);
}

/* Gives 1 where this call is the one; the fault itself is the caller's, by its kind. */
static int reached(char kind, const char *path, int fd) {
  if (calls < CALLS) trace[calls] = kind;
  if (++calls != at) return 0;
  if (path) {
    snprintf(where, sizeof where, "%s", path);
  } else {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, where, sizeof where - 1);
    where[length < 0 ? 0 : length] = 0;
  }
  return 1;
}
static int fail(int error) { fired++; errno = error; return 1; }

static int hit(char kind, const char *path, int fd) {
  if (!reached(kind, path, fd)) return 0;
  if (is("kill")) kill(getpid(), SIGKILL);
  if (is("power")) lose_power();
  if (is("eio")) return fail(EIO);
  if (is("enospc") && (kind == 'W' || kind == 'N')) return fail(ENOSPC);
  if (is("fsync") && kind == 'S') return fail(EIO);
  return 0;
}

#define REAL(result, name, ...) \
  static result (*real)(__VA_ARGS__); \
  if (!real) *(void **)&real = dlsym(RTLD_NEXT, name)

#define OPEN(name, ...) \
  mode_t bits = 0; \
  if (flags & (O_CREAT | O_TMPFILE)) { \
    va_list rest; va_start(rest, flags); bits = va_arg(rest, mode_t); va_end(rest); } \
  int mine = below(path); \
  if (mine && hit(flags & O_CREAT ? 'N' : 'R', path, -1)) return -1; \
  int fd = real(__VA_ARGS__); \
  if (fd >= 0 && fd < FILES) watched[fd] = (char)mine; \
  return fd

int open(const char *path, int flags, ...) {
  REAL(int, "open", const char *, int, ...);
  OPEN("open", path, flags, bits);
}
int open64(const char *path, int flags, ...) {
  REAL(int, "open64", const char *, int, ...);
  OPEN("open64", path, flags, bits);
}
int openat(int folder, const char *path, int flags, ...) {
  REAL(int, "openat", int, const char *, int, ...);
  OPEN("openat", folder, path, flags, bits);
}
int openat64(int folder, const char *path, int flags, ...) {
  REAL(int, "openat64", int, const char *, int, ...);
  OPEN("openat64", folder, path, flags, bits);
}
int close(int fd) {
  REAL(int, "close", int);
  if (fd >= 0 && fd < FILES) watched[fd] = 0;
  return real(fd);
}

#define READING(...) \
  if (known(fd) && reached('R', NULL, fd)) { \
    if (is("kill")) kill(getpid(), SIGKILL); \
    if (is("power")) lose_power(); \
    if (is("eio")) { fail(EIO); return -1; } \
    if (is("short") && size > 1) { fired++; size /= 2; } \
  } \
  return real(__VA_ARGS__)

ssize_t read(int fd, void *into, size_t size) {
  REAL(ssize_t, "read", int, void *, size_t);
  READING(fd, into, size);
}
ssize_t pread(int fd, void *into, size_t size, off_t where) {
  REAL(ssize_t, "pread", int, void *, size_t, off_t);
  READING(fd, into, size, where);
}
ssize_t pread64(int fd, void *into, size_t size, off64_t where) {
  REAL(ssize_t, "pread64", int, void *, size_t, off64_t);
  READING(fd, into, size, where);
}

#define WRITING(at_byte, half, whole) \
  if (known(fd)) remember(fd, size, at_byte); \
  if (known(fd) && reached('W', NULL, fd)) { \
    if (is("power")) lose_power(); \
    if (is("kill")) { if (half < 0) abort(); kill(getpid(), SIGKILL); } \
    if (is("torn")) { if (half < 0) abort(); fail(EIO); return -1; } \
    if (is("eio")) { fail(EIO); return -1; } \
    if (is("enospc")) { fail(ENOSPC); return -1; } \
  } \
  return whole

ssize_t write(int fd, const void *from, size_t size) {
  REAL(ssize_t, "write", int, const void *, size_t);
  WRITING(lseek(fd, 0, SEEK_CUR), real(fd, from, size / 2), real(fd, from, size));
}
ssize_t pwrite(int fd, const void *from, size_t size, off_t where) {
  REAL(ssize_t, "pwrite", int, const void *, size_t, off_t);
  WRITING(where, real(fd, from, size / 2, where), real(fd, from, size, where));
}
ssize_t pwrite64(int fd, const void *from, size_t size, off64_t where) {
  REAL(ssize_t, "pwrite64", int, const void *, size_t, off64_t);
  WRITING(where, real(fd, from, size / 2, where), real(fd, from, size, where));
}

int fsync(int fd) {
  REAL(int, "fsync", int);
  if (known(fd) && hit('S', NULL, fd)) return -1;
  if (known(fd)) forget(fd);
  return real(fd);
}
int fdatasync(int fd) {
  REAL(int, "fdatasync", int);
  if (known(fd) && hit('S', NULL, fd)) return -1;
  if (known(fd)) forget(fd);
  return real(fd);
}
int ftruncate(int fd, off_t size) {
  REAL(int, "ftruncate", int, off_t);
  return known(fd) && hit('N', NULL, fd) ? -1 : real(fd, size);
}
int ftruncate64(int fd, off64_t size) {
  REAL(int, "ftruncate64", int, off64_t);
  return known(fd) && hit('N', NULL, fd) ? -1 : real(fd, size);
}
int unlink(const char *path) {
  REAL(int, "unlink", const char *);
  return below(path) && hit('N', path, -1) ? -1 : real(path);
}
int rename(const char *from, const char *to) {
  REAL(int, "rename", const char *, const char *);
  return below(from) && hit('N', from, -1) ? -1 : real(from, to);
}
int mkdir(const char *path, mode_t bits) {
  REAL(int, "mkdir", const char *, mode_t);
  return below(path) && hit('N', path, -1) ? -1 : real(path, bits);
}
