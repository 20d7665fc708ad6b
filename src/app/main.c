/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <signal.h>

#include "app/sonde-application.h"

int
main (int   argc,
      char *argv[])
{
  g_autoptr (SondeApplication) application = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_prgname (SONDE_APP_ID);

  /* A file that may not grow is an error with a message, not the end of the process. */
  signal (SIGXFSZ, SIG_IGN);

  application = sonde_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
