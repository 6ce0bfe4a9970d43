/*
 * Preloaded into a command, makes it run once for each line that it is asked, each in a process of its own that has
 * done nothing yet: what the loader does is done once, which is most of the time a short command takes.
 * Descriptor 5 has the lines, each `WHEN NUL INPUT NUL COUNT NUL WORD NUL …`: with WHEN 1 it is run only if the last one
 * with 0 ended with 0; INPUT is the file that it reads, or nothing. Behind what each prints stand its status and two ends.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

typedef int Main(int, char **, char **);
typedef int Start(Main *, int, char **, void (*)(void), void (*)(void), void (*)(void), void *);

static Main *command;
static char *rest, *end;

static char *word(void) {
  char *found = rest;
  rest += strlen(rest) + 1;
  return found;
}

static void read_all(void) {
  struct stat file;
  if (fstat(5, &file) || !(rest = malloc(file.st_size)) || read(5, rest, file.st_size) != file.st_size) abort();
  end = rest + file.st_size;
  close(5);
  unsetenv("LD_PRELOAD");
}

static int run(const char *input, int count, char **words) {
  pid_t child = fork();
  if (child == 0) {
    if (*input) {
      int file = open(input, O_RDONLY);
      dup2(file, 0);
      close(file);
    }
    exit(command(count, words, environ));
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

static int again(int argc, char **argv, char **env) {
  int taken = 0;
  read_all();
  while (rest < end) {
    int depends = *word() == '1';
    char *input = word();
    int count = atoi(word());
    char **words = calloc(count + 1, sizeof *words);
    for (int i = 0; i < count; i++) words[i] = word();
    int status = depends && taken ? -1 : run(input, count, words);
    if (!depends) taken = status;
    dprintf(1, "\036%d\035", status);
    dprintf(2, "\035");
    free(words);
  }
  return 0;
}

int __libc_start_main(Main *main, int argc, char **argv, void (*init)(void), void (*fini)(void), void (*rtld)(void), void *stack) {
  command = main;
  return ((Start *)dlsym(RTLD_NEXT, "__libc_start_main"))(again, argc, argv, init, fini, rtld, stack);
}
