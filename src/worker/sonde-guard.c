/* SPDX-License-Identifier: GPL-3.0-or-later */

/* sonde-guard [--parent=PID] [--nice=N] [--memory=BYTES] -- COMMAND [ARGUMENT…]
 *
 * Runs a command and sees to it that nothing outlives it or the program that asked for it.
 *
 * 1. The guard leaves the session of its parent, so that Ctrl-C in a terminal is the parent's affair, and adopts whatever loses its
 *    parent beneath it: processes that user code forks and leaves, even those that leave their group, stay its children.
 * 2. It starts the command, which keeps standard input, output and error, with the limits asked for. It keeps none of the three,
 *    so that their ends are seen by the other side.
 * 3. When the command has ended, or the guard is told to end (SIGTERM, which also comes when its parent dies), it kills every child
 *    it has, and those that are handed to it thereby, until there is none.
 * 4. It ends as the command did: by the same signal, or with the same status.
 *
 * If the guard itself is killed its child is killed with it. It is a program of its own, free of libraries: there is one for each
 * worker. */

#define _GNU_SOURCE

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* Seconds after which processes that cannot be killed, such as those waiting for a broken disk, are left to the system. */
#define PATIENCE 2

static const char *
get_option (const char *argument,
            const char *name)
{
  size_t length = strlen (name);

  return strncmp (argument, name, length) == 0 ? argument + length : NULL;
}

static void
set_limits (int                nice_level,
            unsigned long long memory)
{
  struct rlimit limit = { memory, memory };

  if (nice_level != 0)
    setpriority (PRIO_PROCESS, 0, getpriority (PRIO_PROCESS, 0) + nice_level);
  if (memory != 0)
    setrlimit (RLIMIT_AS, &limit);
  /* a crash is reported, and need not fill the disk */
  limit.rlim_cur = 0;
  limit.rlim_max = 0;
  setrlimit (RLIMIT_CORE, &limit);
}

/* In the child; returns only if the command cannot be started. */
static void
run_command (char **argv,
             pid_t  guard)
{
  sigset_t none;

  prctl (PR_SET_PDEATHSIG, SIGKILL);
  if (getppid () != guard)
    _exit (127);
  setpgid (0, 0);
  sigemptyset (&none);
  sigprocmask (SIG_SETMASK, &none, NULL);
  execvp (argv[0], argv);
  dprintf (STDERR_FILENO, "Cannot start “%s”: %s\n", argv[0], strerror (errno));
  _exit (127);
}

static void
close_streams (void)
{
  int null = open ("/dev/null", O_RDWR);

  for (int fd = 0; fd <= 2; fd++)
    dup2 (null, fd);
  if (null > 2)
    close (null);
}

/* SIGKILL to every child that there is now; returns whether that is known. */
static int
kill_children (void)
{
  char path[64];
  FILE *file;
  int pid;

  snprintf (path, sizeof path, "/proc/self/task/%d/children", getpid ());
  file = fopen (path, "re");
  if (file == NULL)
    return 0;
  while (fscanf (file, "%d", &pid) == 1)
    kill (pid, SIGKILL);
  fclose (file);
  return 1;
}

/* Collects who has ended; returns whether @main_pid is among them. */
static int
collect (pid_t  main_pid,
         int   *status,
         int   *has_children)
{
  int is_over = 0;
  int ended;
  pid_t pid;

  while ((pid = waitpid (-1, &ended, WNOHANG)) > 0)
    if (pid == main_pid)
      {
        *status = ended;
        is_over = 1;
      }
  *has_children = pid == 0;
  return is_over;
}

static void
kill_all (pid_t            main_pid,
          int             *status,
          const sigset_t  *signals)
{
  const struct timespec moment = { 0, 20000000 };
  time_t end = time (NULL) + PATIENCE + 1;
  int has_children = 1;

  kill (-main_pid, SIGKILL);
  collect (main_pid, status, &has_children);
  while (has_children && time (NULL) < end)
    {
      kill_children ();
      sigtimedwait (signals, NULL, &moment);
      collect (main_pid, status, &has_children);
    }
}

static int
end_like (int status)
{
  sigset_t none;

  if (!WIFSIGNALED (status))
    return WEXITSTATUS (status);
  sigemptyset (&none);
  signal (WTERMSIG (status), SIG_DFL);
  sigprocmask (SIG_SETMASK, &none, NULL);
  kill (getpid (), WTERMSIG (status));
  return 128 + WTERMSIG (status);
}

static int
watch (pid_t           main_pid,
       const sigset_t *signals)
{
  int status = SIGKILL;
  int has_children;
  int is_over = 0;

  while (!is_over)
    {
      if (sigwaitinfo (signals, NULL) != SIGCHLD && errno != EINTR)
        break;
      is_over = collect (main_pid, &status, &has_children);
    }
  kill_all (main_pid, &status, signals);
  return end_like (status);
}

int
main (int   argc,
      char *argv[])
{
  unsigned long long memory = 0;
  int nice_level = 0;
  int first = 1;
  pid_t guard, main_pid, parent = 0;
  sigset_t signals;

  for (; first < argc && strcmp (argv[first], "--") != 0; first++)
    {
      const char *value;

      if ((value = get_option (argv[first], "--parent=")) != NULL)
        parent = atoi (value);
      else if ((value = get_option (argv[first], "--nice=")) != NULL)
        nice_level = atoi (value);
      else if ((value = get_option (argv[first], "--memory=")) != NULL)
        memory = strtoull (value, NULL, 10);
    }
  if (first + 1 >= argc)
    {
      fprintf (stderr, "usage: sonde-guard [--parent=PID] [--nice=N] [--memory=BYTES] -- COMMAND [ARGUMENT…]\n");
      return 2;
    }

  sigemptyset (&signals);
  sigaddset (&signals, SIGCHLD);
  sigaddset (&signals, SIGTERM);
  sigaddset (&signals, SIGINT);
  sigaddset (&signals, SIGHUP);
  sigprocmask (SIG_BLOCK, &signals, NULL);
  setsid ();
  prctl (PR_SET_CHILD_SUBREAPER, 1);
  prctl (PR_SET_PDEATHSIG, SIGTERM);
  if (parent != 0 && getppid () != parent)
    return 127;

  guard = getpid ();
  main_pid = fork ();
  if (main_pid < 0)
    {
      fprintf (stderr, "Cannot start a process: %s\n", strerror (errno));
      return 127;
    }
  if (main_pid == 0)
    {
      set_limits (nice_level, memory);
      run_command (argv + first + 1, guard);
    }
  close_streams ();
  return watch (main_pid, &signals);
}
