/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "app/guide/sonde-guide.h"
#include "app/guide/sonde-guide-page.h"
#include "app/guide/sonde-markdown.h"

#define TEXT_WIDTH 720
#define INDENT 24
#define KEY_CHARS 22      /* most of the first column of a table */

struct _SondeGuidePage
{
  AdwBin             parent_instance;
  GtkScrolledWindow *scrolled;
  GtkBox            *box;
  GHashTable        *headings;    /* (element-type utf8 GtkWidget): by anchor, not owned */
  char              *anchor;      /* where to go once there is a size */
  guint              scroll;
};

G_DEFINE_FINAL_TYPE (SondeGuidePage, sonde_guide_page, ADW_TYPE_BIN)

enum { SIGNAL_LINK, N_SIGNALS };

static guint signals[N_SIGNALS];

/* Other addresses go to the desktop. */
static gboolean
on_link (GtkLabel       *label,
         const char     *target,
         SondeGuidePage *self)
{
  if (strstr (target, "://") != NULL)
    return FALSE;
  g_signal_emit (self, signals[SIGNAL_LINK], 0, target);
  return TRUE;
}

static GtkWidget *
make_label (SondeGuidePage *self,
            const char     *markup,
            GtkAccessibleRole role)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "accessible-role", role, "label", markup, "use-markup", TRUE, "wrap", TRUE,
                                   "wrap-mode", PANGO_WRAP_WORD_CHAR, "xalign", 0.0, "yalign", 0.0, NULL);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  /* a hyphen in what is to be typed would be a wrong character */
  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  gtk_label_set_attributes (GTK_LABEL (label), attributes);
  g_signal_connect_object (label, "activate-link", G_CALLBACK (on_link), self, 0);
  return label;
}

static void
add_heading (SondeGuidePage   *self,
             const SondeBlock *block)
{
  static const char *const classes[] = { "title-1", "title-3", "heading" };
  guint level = CLAMP (block->level, 1, G_N_ELEMENTS (classes));
  GtkWidget *label = make_label (self, block->text, GTK_ACCESSIBLE_ROLE_HEADING);

  gtk_accessible_update_property (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_PROPERTY_LEVEL, (int) level, -1);
  gtk_widget_add_css_class (label, classes[level - 1]);
  gtk_widget_set_margin_top (label, level == 1 ? 0 : 18);
  gtk_box_append (self->box, label);
  g_hash_table_insert (self->headings, g_strdup (block->mark), label);
}

static void
add_item (SondeGuidePage   *self,
          const SondeBlock *block)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *mark = gtk_label_new (block->mark);
  GtkWidget *label = make_label (self, block->text, GTK_ACCESSIBLE_ROLE_LABEL);

  gtk_widget_set_valign (mark, GTK_ALIGN_START);
  gtk_label_set_xalign (GTK_LABEL (mark), 1);
  gtk_widget_set_size_request (mark, 18, -1);
  gtk_widget_set_margin_start (row, INDENT * block->level);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (row), mark);
  gtk_box_append (GTK_BOX (row), label);
  gtk_box_append (self->box, row);
}

/* Lines that are long scroll by themselves: code is not broken. */
static void
add_code (SondeGuidePage   *self,
          const SondeBlock *block)
{
  GtkWidget *label = gtk_label_new (block->text);
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "guide-code");
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_AUTOMATIC, GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), label);
  gtk_widget_add_css_class (scrolled, "card");
  gtk_box_append (self->box, scrolled);
}

static void
add_table (SondeGuidePage   *self,
           const SondeBlock *block)
{
  GtkWidget *grid = g_object_new (GTK_TYPE_GRID, "accessible-role", GTK_ACCESSIBLE_ROLE_TABLE, "overflow", GTK_OVERFLOW_HIDDEN, NULL);

  gtk_widget_add_css_class (grid, "card");
  gtk_widget_add_css_class (grid, "guide-table");
  for (guint row = 0; row < block->rows->len; row++)
    {
      char **cells = g_ptr_array_index (block->rows, row);

      for (guint column = 0; cells[column] != NULL; column++)
        {
          GtkWidget *label = make_label (self, cells[column], row == 0 ? GTK_ACCESSIBLE_ROLE_COLUMN_HEADER : GTK_ACCESSIBLE_ROLE_CELL);

          gtk_widget_add_css_class (label, row == 0 ? "thead" : "guide-cell");
          gtk_widget_set_hexpand (label, column > 0);
          gtk_label_set_max_width_chars (GTK_LABEL (label), column > 0 ? -1 : KEY_CHARS);
          gtk_grid_attach (GTK_GRID (grid), label, column, row, 1, 1);
        }
    }
  gtk_box_append (self->box, grid);
}

static void
add_picture (SondeGuidePage   *self,
             const SondeBlock *block)
{
  g_autofree char *resource = sonde_guide_resource (block->mark);
  GtkWidget *picture = gtk_picture_new_for_resource (resource);
  g_autofree char *markup = g_markup_printf_escaped ("<small>%s</small>", block->text);
  GtkWidget *caption = make_label (self, markup, GTK_ACCESSIBLE_ROLE_LABEL);

  gtk_picture_set_alternative_text (GTK_PICTURE (picture), block->text);
  gtk_picture_set_can_shrink (GTK_PICTURE (picture), TRUE);
  gtk_widget_add_css_class (picture, "paper");
  gtk_widget_add_css_class (caption, "dim-label");
  gtk_box_append (self->box, picture);
  gtk_box_append (self->box, caption);
}

static void
add_block (SondeGuidePage   *self,
           const SondeBlock *block)
{
  switch (block->kind)
    {
    case SONDE_BLOCK_HEADING:
      add_heading (self, block);
      break;
    case SONDE_BLOCK_ITEM:
      add_item (self, block);
      break;
    case SONDE_BLOCK_TABLE:
      add_table (self, block);
      break;
    case SONDE_BLOCK_CODE:
      add_code (self, block);
      break;
    case SONDE_BLOCK_PICTURE:
      add_picture (self, block);
      break;
    case SONDE_BLOCK_PARAGRAPH:
    default:
      gtk_box_append (self->box, make_label (self, block->text, GTK_ACCESSIBLE_ROLE_LABEL));
      break;
    }
}

static void
clear (SondeGuidePage *self)
{
  GtkWidget *child;

  g_hash_table_remove_all (self->headings);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->box))) != NULL)
    gtk_box_remove (self->box, child);
}

/* A page that was just filled has no size yet: then later. */
static gboolean
on_scroll (GtkWidget     *widget,
           GdkFrameClock *clock,
           gpointer       data)
{
  SondeGuidePage *self = SONDE_GUIDE_PAGE (widget);
  GtkWidget *heading = self->anchor != NULL ? g_hash_table_lookup (self->headings, self->anchor) : NULL;
  double y = 0;

  if (gtk_widget_get_height (GTK_WIDGET (self->box)) == 0)
    return G_SOURCE_CONTINUE;
  if (heading != NULL)
    gtk_widget_translate_coordinates (heading, GTK_WIDGET (self->box), 0, 0, NULL, &y);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scrolled), y);
  self->scroll = 0;
  return G_SOURCE_REMOVE;
}

static void
sonde_guide_page_dispose (GObject *object)
{
  SondeGuidePage *self = SONDE_GUIDE_PAGE (object);

  if (self->scroll != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->scroll);
  self->scroll = 0;
  G_OBJECT_CLASS (sonde_guide_page_parent_class)->dispose (object);
}

static void
sonde_guide_page_finalize (GObject *object)
{
  SondeGuidePage *self = SONDE_GUIDE_PAGE (object);

  g_hash_table_unref (self->headings);
  g_free (self->anchor);
  G_OBJECT_CLASS (sonde_guide_page_parent_class)->finalize (object);
}

/* The keys that scroll work as soon as the text has the focus; Tab goes on to its links. */
static gboolean
sonde_guide_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (SONDE_GUIDE_PAGE (widget)->box));
}

static gboolean
on_scroll_key (GtkWidget *widget,
               GVariant  *how,
               gpointer   data)
{
  SondeGuidePage *self = SONDE_GUIDE_PAGE (widget);
  gboolean ignored;

  g_signal_emit_by_name (self->scrolled, "scroll-child", g_variant_get_int32 (how), FALSE, &ignored);
  return TRUE;
}

static void
bind_keys (GtkWidgetClass *widget_class)
{
  static const struct { guint key; GtkScrollType how; } keys[] = {
    { GDK_KEY_Up, GTK_SCROLL_STEP_BACKWARD }, { GDK_KEY_Down, GTK_SCROLL_STEP_FORWARD },
    { GDK_KEY_Home, GTK_SCROLL_START }, { GDK_KEY_End, GTK_SCROLL_END }, { GDK_KEY_space, GTK_SCROLL_PAGE_FORWARD },
  };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding (widget_class, keys[i].key, 0, on_scroll_key, "i", keys[i].how);
}

static void
sonde_guide_page_class_init (SondeGuidePageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sonde_guide_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = sonde_guide_page_finalize;
  GTK_WIDGET_CLASS (klass)->grab_focus = sonde_guide_page_grab_focus;
  bind_keys (GTK_WIDGET_CLASS (klass));
  signals[SIGNAL_LINK] = g_signal_new ("link", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                       G_TYPE_STRING);
}

static void
sonde_guide_page_init (SondeGuidePage *self)
{
  GtkWidget *clamp = adw_clamp_new ();

  self->headings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 12));
  gtk_widget_add_css_class (GTK_WIDGET (self->box), "guide");
  gtk_widget_set_focusable (GTK_WIDGET (self->box), TRUE);
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), TEXT_WIDTH);
  adw_clamp_set_tightening_threshold (ADW_CLAMP (clamp), TEXT_WIDTH);
  adw_clamp_set_child (ADW_CLAMP (clamp), GTK_WIDGET (self->box));
  self->scrolled = GTK_SCROLLED_WINDOW (gtk_scrolled_window_new ());
  gtk_widget_set_vexpand (GTK_WIDGET (self->scrolled), TRUE);
  gtk_scrolled_window_set_policy (self->scrolled, GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (self->scrolled, clamp);
  /* pictures are as high as they are wide, and not as low as they may be */
  gtk_scrollable_set_vscroll_policy (GTK_SCROLLABLE (gtk_scrolled_window_get_child (self->scrolled)), GTK_SCROLL_NATURAL);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->scrolled));
}

/* @text: Markdown */
void
sonde_guide_page_show (SondeGuidePage *self,
                       const char     *text)
{
  g_autoptr (GPtrArray) blocks = NULL;

  g_return_if_fail (SONDE_IS_GUIDE_PAGE (self));
  g_return_if_fail (text != NULL);

  clear (self);
  blocks = sonde_markdown_parse (text);
  for (guint i = 0; i < blocks->len; i++)
    add_block (self, g_ptr_array_index (blocks, i));
}

/**
 * sonde_guide_page_scroll:
 * @anchor: (nullable): of a heading; else to the beginning
 */
void
sonde_guide_page_scroll (SondeGuidePage *self,
                         const char     *anchor)
{
  g_return_if_fail (SONDE_IS_GUIDE_PAGE (self));

  g_free (self->anchor);
  self->anchor = g_strdup (anchor);
  if (self->scroll == 0)
    self->scroll = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_scroll, NULL, NULL);
}
