// java.util.prefs in the file system, in a directory of the test's own.
// flags: -Djava.util.prefs.userRoot=. -Djava.util.prefs.systemRoot=system

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.prefs.Preferences;

public class Preference {
    static final Logger LOGGER = Logger.getLogger("java.util.prefs");

    public static void main(String[] args) throws Exception {
        // That it makes a directory is logged with the time.
        LOGGER.setLevel(Level.OFF);
        Preferences user = Preferences.userRoot();
        Preferences node = user.node("app/window");
        System.out.println(node + " " + node.absolutePath() + " " + user.nodeExists("app") + " "
            + user.nodeExists("none"));
        CountDownLatch changed = new CountDownLatch(1);
        StringBuffer changes = new StringBuffer();
        node.addPreferenceChangeListener(event -> {
            changes.append(event.getKey()).append('=').append(event.getNewValue());
            changed.countDown();
        });
        node.putInt("width", 640);
        System.out.println(changed.await(30, TimeUnit.SECONDS) + " " + changes);
        node.putBoolean("open", true);
        node.putDouble("ratio", 1.5);
        node.putByteArray("bytes", new byte[] {1, 2, 3});
        node.put("text", "a < b & \u00e4");
        node.putLong("removed", 1);
        node.remove("removed");
        String[] keys = node.keys();
        Arrays.sort(keys);
        System.out.println(Arrays.toString(keys) + " " + node.getInt("width", 0) + " "
            + node.getInt("text", -1) + " " + node.getBoolean("open", false) + " "
            + node.getDouble("ratio", 0) + " " + Arrays.toString(node.getByteArray("bytes", null))
            + " " + node.get("none", "default"));
        user.flush();
        System.out.println(Files.exists(Path.of(".java/.userPrefs/app/window/prefs.xml")));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        user.node("app").exportSubtree(out);
        user.node("app").removeNode();
        System.out.println(user.nodeExists("app"));
        user.sync();
        Preferences.importPreferences(new ByteArrayInputStream(out.toByteArray()));
        System.out.println(user.node("app/window").get("text", "") + " "
            + Arrays.toString(user.node("app").childrenNames()));
        try {
            node.get("width", "");
        } catch (IllegalStateException e) {
            System.out.println(e.getMessage());
        }
        try {
            user.node("/a//b");
        } catch (IllegalArgumentException e) {
            System.out.println(e.getMessage());
        }
        user.node("app").removeNode();
        user.flush();
        System.out.println(Files.exists(Path.of(".java/.userPrefs/app")));
    }
}
