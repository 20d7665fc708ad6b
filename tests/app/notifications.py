# SPDX-License-Identifier: GPL-3.0-or-later
"""What a desktop's notification service does, as far as tests want it: keeps what was told, and a person can click on it."""
import threading

from gi.repository import Gio, GLib

XML = '''<node><interface name="org.freedesktop.Notifications">
<method name="Notify"><arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="s" direction="in"/>
 <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="as" direction="in"/><arg type="a{sv}" direction="in"/>
 <arg type="i" direction="in"/><arg type="u" direction="out"/></method>
<method name="CloseNotification"><arg type="u" direction="in"/></method>
<method name="GetCapabilities"><arg type="as" direction="out"/></method>
<method name="GetServerInformation"><arg type="s" direction="out"/><arg type="s" direction="out"/><arg type="s" direction="out"/>
 <arg type="s" direction="out"/></method>
<signal name="ActionInvoked"><arg type="u"/><arg type="s"/></signal>
<signal name="NotificationClosed"><arg type="u"/><arg type="u"/></signal>
</interface></node>'''
PATH, NAME = '/org/freedesktop/Notifications', 'org.freedesktop.Notifications'


class Notifications:
    """shown: {number: (title, body)} of those not withdrawn; told: the titles of all there ever were."""
    def __init__(self):
        self.shown, self.told = {}, []
        self.context, ready = GLib.MainContext(), threading.Event()
        threading.Thread(target=self.serve, args=(ready,), daemon=True).start()
        ready.wait()

    def serve(self, ready):
        self.context.push_thread_default()
        address = Gio.dbus_address_get_for_bus_sync(Gio.BusType.SESSION, None)
        self.bus = Gio.DBusConnection.new_for_address_sync(
            address, Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)
        self.bus.register_object(PATH, Gio.DBusNodeInfo.new_for_xml(XML).interfaces[0], self.on_call, None, None)
        self.bus.call_sync('org.freedesktop.DBus', '/', 'org.freedesktop.DBus', 'RequestName', GLib.Variant('(su)', (NAME, 4)),
                           None, 0, -1, None)
        ready.set()
        GLib.MainLoop.new(self.context, False).run()

    def on_call(self, bus, sender, path, interface, method, parameters, invocation):
        answer = None
        if method == 'Notify':
            _, replaces, _, title, body = parameters.unpack()[:5]
            number = replaces or len(self.told) + 1
            self.shown[number] = title, body
            self.told.append(title)
            answer = GLib.Variant('(u)', (number,))
        elif method == 'CloseNotification':
            self.shown.pop(parameters.unpack()[0], None)
        elif method == 'GetCapabilities':
            answer = GLib.Variant('(as)', (['actions', 'body'],))
        else:
            answer = GLib.Variant('(ssss)', ('test', 'test', '1', '1.2'))
        invocation.return_value(answer)

    def click(self, number):
        self.shown.pop(number)          # as desktops do
        self.bus.emit_signal(None, PATH, NAME, 'ActionInvoked', GLib.Variant('(us)', (number, 'default')))
