// ServiceLoader through a provider-configuration file in a run-time class loader.
import java.io.*;
import java.net.*;
import java.nio.file.*;
import java.util.*;

public class Services {
    public interface Codec { String name(); }

    public static class One implements Codec { public String name() { return "one"; } }

    public static class Two implements Codec { public String name() { return "two"; } }

    public static class Broken implements Codec {
        public Broken() { throw new IllegalStateException("no good"); }
        public String name() { return "broken"; }
    }

    public static void main(String[] args) throws Exception {
        Path services = Files.createDirectories(Path.of("svc/META-INF/services"));
        Path file = services.resolve("Services$Codec");
        Files.writeString(file, "# comment\nServices$One\nServices$Two # trailing\n\n");
        ClassLoader loader = new URLClassLoader(new URL[] {Path.of("svc").toUri().toURL()}, Services.class.getClassLoader());
        ServiceLoader<Codec> l = ServiceLoader.load(Codec.class, loader);
        for (Codec c : l) System.out.println(c.name());
        System.out.println(l.stream().map(p -> p.type().getSimpleName()).toList() + " " + l.findFirst().get().name() + " " + ServiceLoader.load(Codec.class).findFirst().isPresent());
        Files.writeString(file, "Services$Broken\nServices$Missing\njava.lang.String\nbad name\n");
        l.reload();
        Iterator<Codec> it = ServiceLoader.load(Codec.class, new URLClassLoader(new URL[] {Path.of("svc").toUri().toURL()}, Services.class.getClassLoader())).iterator();
        for (int i = 0; i < 4; i++) {
            try {
                if (!it.hasNext()) break;
                System.out.println(it.next().name());
            } catch (ServiceConfigurationError e) {
                String m = e.getMessage();
                System.out.println((m.contains("file:") ? m.replaceAll("file:.*/svc", "file:svc") : m) + " <- " + e.getCause());
            }
        }
        URL u = loader.getResource("META-INF/services/Services$Codec");
        System.out.println(u.getProtocol() + " " + new String(u.openStream().readAllBytes()).length() + " " + (loader.getResource("none") == null) + " " + (Services.class.getResourceAsStream("Services.class").read() == 0xCA));
        System.out.println(ServiceLoader.load(java.nio.file.spi.FileSystemProvider.class).stream().anyMatch(p -> p.type().getName().contains("ZipFileSystemProvider")));
        Files.delete(file);
    }
}
