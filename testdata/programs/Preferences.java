// flags: -Djava.util.prefs.userRoot=. -Djava.util.prefs.systemRoot=.

import java.io.*;
import java.nio.file.*;
import java.util.*;
import java.util.concurrent.CountDownLatch;
import java.util.prefs.*;

/** java.util.prefs in files of the working directory. */
public class Preferences {
    public static void main(String[] args) throws Exception {
        Files.createDirectories(Path.of(".java/.userPrefs"));
        java.util.prefs.Preferences user = java.util.prefs.Preferences.userRoot().node("cortado/test");
        System.out.println(user.absolutePath() + " " + user.name() + " " + user.isUserNode() + " " + Arrays.toString(user.keys()));
        user.put("text", "value ü");
        user.putInt("number", 42);
        user.putByteArray("bytes", new byte[] {1, 2, 3});
        user.node("child").putBoolean("flag", true);
        CountDownLatch told = new CountDownLatch(1);
        PreferenceChangeListener listener = event -> {
            System.out.println("changed " + event.getKey() + " to " + event.getNewValue());
            told.countDown();
        };
        user.addPreferenceChangeListener(listener);
        user.put("late", "x");
        told.await();
        user.removePreferenceChangeListener(listener);
        user.flush();
        System.out.println(Files.exists(Path.of(".java/.userPrefs/cortado/test/prefs.xml")) + " " + user.get("text", "none") + " " + user.getInt("number", 0) + " " + user.getByteArray("bytes", null).length + " " + user.get("missing", "default"));
        user.sync();
        System.out.println(new TreeSet<>(Arrays.asList(user.keys())) + " " + Arrays.toString(user.childrenNames()) + " " + user.nodeExists("child") + user.nodeExists("other"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        user.exportSubtree(out);
        System.out.println(out.toString("UTF-8").lines().filter(line -> line.contains("entry")).map(String::trim).sorted().toList());
        user.node("child").removeNode();
        user.remove("late");
        System.out.println(user.nodeExists("child") + " " + user.get("late", null));
        try {
            user.put("k".repeat(100), "v");
        } catch (IllegalArgumentException e) {
            System.out.println(e.getMessage());
        }
        java.util.prefs.Preferences.userRoot().node("cortado").removeNode();
        java.util.prefs.Preferences.userRoot().flush();
        System.out.println(Files.exists(Path.of(".java/.userPrefs/cortado")));
    }
}
