/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "study/sonde-run.h"

G_BEGIN_DECLS

SondeStudy *study_with      (const char   *path,
                             const char   *json);
SondeStudy *study_edit      (SondeStudy   *study,
                             const char   *path,
                             const char   *json);
char       *make_folder     (void);
void        remove_folder   (const char   *folder);
GFile      *file_in         (const char   *folder,
                             const char   *name);
char       *read_file       (GFile        *file);
void        write_file      (GFile        *file,
                             const char   *text);
SondeRun   *open_run        (GFile        *file);
void        start           (SondeRun     *run);
void        finish          (SondeRun     *run);
void        wait_for_points (SondeRun     *run,
                             guint         n);
guint       get_n           (SondeRun     *run);
void        assert_same_points (SondeRun  *run,
                             SondeRun     *other,
                             guint         n);

G_END_DECLS
