/*
 * A machine that misbehaves as it is told, preloaded into a program: its wall clock is off, its disk
 * is slow or full, or its power is cut and what was not synced is gone.
 *
 *   GAIA_MACHINE       a directory of files that say what is wrong now; a file that is not there means: nothing
 *     clock            nanoseconds to add to the wall clock (no other clock)
 *     sync-ms          how long each sync of a file takes longer
 *     space            bytes that can still be written below GAIA_MACHINE_DISK; then writes fail with ENOSPC
 *     slowed, full     have a byte for each sync that took longer, and for each write that did not fit
 *     unsynced/INODE   what the writes since the last sync of that file replaced, see remember()
 *   GAIA_MACHINE_DISK  the directory that is its disk
 *
 * A write is remembered before it is done, so whoever kills the program can take back all that no
 * sync has covered. Names of files are taken to be durable at once.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))real(#name))

static void *real(const char *name) {
  void *found = dlsym(RTLD_NEXT, name);
  if (!found) abort();
  return found;
}

static pthread_mutex_t disk = PTHREAD_MUTEX_INITIALIZER;
static const char *machine, *root;
static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static int (*real_clock_gettime)(clockid_t, struct timespec *);

__attribute__((constructor)) static void begin(void) {
  real_write = REAL(write);
  real_pwrite = REAL(pwrite);
  real_clock_gettime = REAL(clock_gettime);
  machine = getenv("GAIA_MACHINE");
  root = getenv("GAIA_MACHINE_DISK");
}

/* The number in that file; absent if there is none. */
static int64_t told(const char *name, int64_t absent) {
  char path[PATH_MAX], text[32] = "";
  int before = errno;
  snprintf(path, sizeof path, "%s/%s", machine, name);
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd >= 0) {
    ssize_t length = read(fd, text, sizeof text - 1);
    close(fd);
    if (length > 0) absent = strtoll(text, NULL, 10);
  }
  errno = before;
  return absent;
}

/* One more byte for that file: a fault was felt. */
static void note(const char *name) {
  char path[PATH_MAX];
  int before = errno;
  snprintf(path, sizeof path, "%s/%s", machine, name);
  int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (fd >= 0) {
    if (real_write(fd, "+", 1) != 1) abort();
    close(fd);
  }
  errno = before;
}

/* --- the clock --- */

/* Looked up every few milliseconds: clocks are read very often. */
static int64_t clock_offset(const struct timespec *mono) {
  static int64_t offset, looked = -1;
  int64_t now = mono->tv_sec * INT64_C(100) + mono->tv_nsec / 10000000;
  if (__atomic_exchange_n(&looked, now, __ATOMIC_RELAXED) != now)
    __atomic_store_n(&offset, told("clock", 0), __ATOMIC_RELAXED);
  return __atomic_load_n(&offset, __ATOMIC_RELAXED);
}

int clock_gettime(clockid_t which, struct timespec *now) {
  if (!real_clock_gettime) real_clock_gettime = REAL(clock_gettime);
  int result = real_clock_gettime(which, now);
  if (result == 0 && machine && (which == CLOCK_REALTIME || which == CLOCK_REALTIME_COARSE)) {
    struct timespec mono;
    real_clock_gettime(CLOCK_MONOTONIC, &mono);
    int64_t nanos = now->tv_nsec + clock_offset(&mono) % 1000000000;
    now->tv_sec += clock_offset(&mono) / 1000000000;
    if (nanos < 0 || nanos >= 1000000000) {
      now->tv_sec += nanos < 0 ? -1 : 1;
      nanos += nanos < 0 ? 1000000000 : -1000000000;
    }
    now->tv_nsec = nanos;
  }
  return result;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
  struct timespec precise;
  (void)zone;
  int result = clock_gettime(CLOCK_REALTIME, &precise);
  now->tv_sec = precise.tv_sec;
  now->tv_usec = precise.tv_nsec / 1000;
  return result;
}

time_t time(time_t *into) {
  struct timespec precise;
  clock_gettime(CLOCK_REALTIME, &precise);
  if (into) *into = precise.tv_sec;
  return precise.tv_sec;
}

/* --- the disk --- */

static int is_on_disk(int fd, struct stat *file) {
  char link[64], path[PATH_MAX];
  if (!machine || !root || fstat(fd, file) != 0 || !S_ISREG(file->st_mode)) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  size_t own = strlen(root);
  return length > (ssize_t)own && strncmp(path, root, own) == 0 && path[own] == '/';
}

static int journal(const struct stat *file, int flags) {
  char path[PATH_MAX];
  snprintf(path, sizeof path, "%s/unsynced/%ju", machine, (uintmax_t)file->st_ino);
  return open(path, flags | O_CLOEXEC, 0644);
}

/*
 * Appends to unsynced/INODE: the length of the file, an offset, how many bytes were there, and those
 * bytes; numbers have eight bytes, the lowest first.
 */
static void remember(int fd, const struct stat *file, off_t offset, size_t length) {
  int64_t kept = offset < file->st_size ? file->st_size - offset : 0;
  if (kept > (int64_t)length) kept = length;
  char *record = malloc(24 + kept);
  char link[64];
  /* it may have been opened for writing alone */
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  int copy = kept > 0 ? open(link, O_RDONLY | O_CLOEXEC) : -1;
  if (kept > 0 && (copy < 0 || pread(copy, record + 24, kept, offset) != kept)) abort();
  if (copy >= 0) close(copy);
  memcpy(record, (int64_t[]){file->st_size, offset, kept}, 24);
  int to = journal(file, O_WRONLY | O_CREAT | O_APPEND);
  if (to < 0 || real_write(to, record, 24 + kept) != 24 + kept) abort();
  close(to);
  free(record);
}

/* How many of those bytes fit. */
static size_t room(size_t wanted) {
  static int64_t left = -1;
  int64_t space = told("space", -1);
  if (space < 0) {
    left = -1;
    return wanted;
  }
  if (left < 0) left = space;
  size_t fits = wanted < (size_t)left ? wanted : (size_t)left;
  left -= fits;
  return fits;
}

/* offset < 0: where the file's own position is. */
static ssize_t put(int fd, const void *bytes, size_t length, off_t offset) {
  struct stat file;
  if (length == 0 || !is_on_disk(fd, &file))
    return offset < 0 ? real_write(fd, bytes, length) : real_pwrite(fd, bytes, length, offset);
  pthread_mutex_lock(&disk);
  ssize_t written = -1;
  size_t fits = room(length);
  if (fits < length) note("full");
  errno = ENOSPC;
  if (fits > 0 && fstat(fd, &file) == 0) {
    off_t at = offset >= 0 ? offset
               : fcntl(fd, F_GETFL) & O_APPEND ? file.st_size
                                               : lseek(fd, 0, SEEK_CUR);
    remember(fd, &file, at, fits);
    written = offset < 0 ? real_write(fd, bytes, fits) : real_pwrite(fd, bytes, fits, offset);
  }
  int error = errno;
  pthread_mutex_unlock(&disk);
  errno = error;
  return written;
}

ssize_t write(int fd, const void *bytes, size_t length) {
  if (!real_write) real_write = REAL(write);
  return put(fd, bytes, length, -1);
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset) {
  return put(fd, bytes, length, offset);
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off_t offset) {
  return put(fd, bytes, length, offset);
}

/* On the disk one part at a time: fewer than asked for is a right answer. */
ssize_t writev(int fd, const struct iovec *parts, int count) {
  struct stat file;
  if (!is_on_disk(fd, &file)) return REAL(writev)(fd, parts, count);
  for (int i = 0; i < count; i++)
    if (parts[i].iov_len > 0) return put(fd, parts[i].iov_base, parts[i].iov_len, -1);
  return 0;
}

static int cut(int fd, off_t length) {
  struct stat file;
  if (is_on_disk(fd, &file)) {
    pthread_mutex_lock(&disk);
    if (fstat(fd, &file) == 0 && length < file.st_size)
      remember(fd, &file, length, file.st_size - length);
    else
      remember(fd, &file, file.st_size, 0);
    pthread_mutex_unlock(&disk);
  }
  return REAL(ftruncate)(fd, length);
}

int ftruncate(int fd, off_t length) { return cut(fd, length); }
int ftruncate64(int fd, off_t length) { return cut(fd, length); }

/* What is remembered of writes before the sync is forgotten after it; later ones stay. */
static int sync_slowly(int fd, int (*how)(int)) {
  struct stat file, remembered;
  if (!is_on_disk(fd, &file)) return how(fd);
  int64_t slower = told("sync-ms", 0);
  struct timespec pause = {slower / 1000, slower % 1000 * 1000000};
  pthread_mutex_lock(&disk);
  int fd_of_journal = journal(&file, O_RDWR);
  off_t covered = fd_of_journal >= 0 && fstat(fd_of_journal, &remembered) == 0 ? remembered.st_size : 0;
  pthread_mutex_unlock(&disk);
  if (slower > 0) {
    nanosleep(&pause, NULL);
    note("slowed");
  }
  int result = how(fd);
  int error = errno;
  if (fd_of_journal >= 0) {
    pthread_mutex_lock(&disk);
    if (result == 0 && fstat(fd_of_journal, &remembered) == 0) {
      off_t left = remembered.st_size - covered;
      char *tail = malloc(left + 1);
      if (pread(fd_of_journal, tail, left, covered) != left) abort();
      if (left > 0 && real_pwrite(fd_of_journal, tail, left, 0) != left) abort();
      REAL(ftruncate)(fd_of_journal, left);
      free(tail);
    }
    pthread_mutex_unlock(&disk);
    close(fd_of_journal);
  }
  errno = error;
  return result;
}

/* Its number may become another file's. */
static void forget(const struct stat *file) {
  char path[PATH_MAX];
  snprintf(path, sizeof path, "%s/unsynced/%ju", machine, (uintmax_t)file->st_ino);
  REAL(unlink)(path);
}

static int is_last_name(const char *path, struct stat *file) {
  return machine && root && strncmp(path, root, strlen(root)) == 0 && lstat(path, file) == 0 &&
         S_ISREG(file->st_mode) && file->st_nlink == 1;
}

static int take_away(const char *path, int (*how)(const char *)) {
  struct stat file;
  int known = is_last_name(path, &file);
  int result = how(path);
  if (result == 0 && known) forget(&file);
  return result;
}

int unlink(const char *path) { return take_away(path, REAL(unlink)); }
int remove(const char *path) { return take_away(path, REAL(remove)); }

int rename(const char *from, const char *to) {
  struct stat replaced;
  int known = is_last_name(to, &replaced);
  int result = REAL(rename)(from, to);
  if (result == 0 && known) forget(&replaced);
  return result;
}

int fsync(int fd) { return sync_slowly(fd, REAL(fsync)); }
int fdatasync(int fd) { return sync_slowly(fd, REAL(fdatasync)); }
