// java.io.File and java.nio.file attributes, permissions, times, links, listings, space, stores.
import java.io.*;
import java.nio.file.*;
import java.nio.file.attribute.*;
import java.util.*;
import java.util.stream.*;

public class FileAttributes {
    public static void main(String[] args) throws Exception {
        File dir = new File("fa");
        System.out.println(dir.mkdir() + " " + new File("fa/sub/deep").mkdirs());
        File file = new File(dir, "é file");
        try (FileWriter w = new FileWriter(file)) {
            w.write("hello");
        }
        System.out.println(file.exists() + " " + file.length() + " " + file.isFile() + " " + file.isDirectory() + " " + dir.isDirectory());
        System.out.println(file.setLastModified(1234567890123L) + " " + file.lastModified());
        System.out.println(file.setReadOnly() + " " + new TreeSet<>(Files.getPosixFilePermissions(file.toPath())));
        System.out.println(file.setWritable(true) + " " + file.setExecutable(true, false) + " " + file.setReadable(false, false)
            + " " + PosixFilePermissions.toString(Files.getPosixFilePermissions(file.toPath())));
        file.setReadable(true);
        System.out.println(file.canExecute() + " " + new File("fa/none").canRead() + " " + new File("fa/none").setReadOnly());
        System.out.println(Arrays.toString(sorted(dir.list())) + " " + Arrays.toString(new File("fa/sub/deep").list()));
        System.out.println(file.renameTo(new File("fa/renamed")) + " " + file.exists() + " " + file.renameTo(dir));
        System.out.println(new File("fa/renamed").delete() + " " + new File("fa/renamed").delete() + " " + dir.delete());
        System.out.println(new File("/").getTotalSpace() > 0 && new File("/").getFreeSpace() >= new File("/").getUsableSpace());
        System.out.println(new File("fa/none").getTotalSpace());
        String here = new File(".").getCanonicalPath();
        for (String name : new String[] {"fa/./sub/../sub", "fa/none/../x", "fa/../../../../../../../../../../..", "fa//sub/", "none/.././y"}) {
            System.out.println(name + " -> " + new File(name).getCanonicalPath().replace(here, "HERE"));
        }
        System.out.println(new File("/a/../../b/./c").getCanonicalPath() + " " + new File("/proc/self/..").getCanonicalPath());

        Path path = dir.toPath().resolve("data");
        Files.write(path, new byte[1000]);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r-----"));
        FileTime time = FileTime.fromMillis(1_000_000_000_123L);
        Files.getFileAttributeView(path, BasicFileAttributeView.class).setTimes(time, FileTime.fromMillis(5000), null);
        PosixFileAttributes posix = Files.readAttributes(path, PosixFileAttributes.class);
        System.out.println(posix.size() + " " + posix.lastModifiedTime() + " " + posix.lastAccessTime() + " " + posix.isRegularFile()
            + " " + posix.isSymbolicLink() + " " + posix.permissions().size() + " " + posix.owner().equals(Files.getOwner(path)));
        System.out.println(posix.creationTime().toMillis() > 1_600_000_000_000L);
        System.out.println(Files.getAttribute(path, "unix:mode") + " " + Files.getAttribute(path, "unix:nlink"));
        Files.createLink(dir.toPath().resolve("hard"), path);
        Files.createSymbolicLink(dir.toPath().resolve("soft"), Path.of("data"));
        System.out.println(Files.getAttribute(path, "unix:nlink") + " " + Files.isSameFile(path, dir.toPath().resolve("hard"))
            + " " + Files.readSymbolicLink(dir.toPath().resolve("soft")) + " " + Files.size(dir.toPath().resolve("soft")));
        BasicFileAttributes link = Files.readAttributes(dir.toPath().resolve("soft"), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        System.out.println(link.isSymbolicLink() + " " + link.size() + " " + link.fileKey().equals(posix.fileKey()));
        System.out.println(posix.fileKey().equals(Files.readAttributes(dir.toPath().resolve("hard"), BasicFileAttributes.class).fileKey()));
        Files.copy(path, dir.toPath().resolve("copy"), StandardCopyOption.COPY_ATTRIBUTES);
        System.out.println(Files.getLastModifiedTime(dir.toPath().resolve("copy")) + " "
            + PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.toPath().resolve("copy"))));
        Files.move(dir.toPath().resolve("copy"), dir.toPath().resolve("moved"), StandardCopyOption.REPLACE_EXISTING);
        try (Stream<Path> walk = Files.walk(dir.toPath())) {
            System.out.println(walk.map(Path::toString).sorted().collect(Collectors.joining(" ")));
        }
        System.out.println(Files.isHidden(Path.of(".x")) + " " + Files.isReadable(path) + " " + Files.isExecutable(path) + " " + Files.exists(Path.of("fa/zzz")));
        FileStore store = Files.getFileStore(path);
        System.out.println((store.getTotalSpace() > 0) + " " + store.isReadOnly() + " " + store.supportsFileAttributeView("posix"));
        UserPrincipalLookupService users = path.getFileSystem().getUserPrincipalLookupService();
        System.out.println(users.lookupPrincipalByName("root") + " " + users.lookupPrincipalByGroupName("root"));
        try {
            users.lookupPrincipalByName("no-such-user-here");
        } catch (UserPrincipalNotFoundException e) {
            System.out.println(e + " " + e.getName());
        }
        Path temp = Files.createTempFile(dir.toPath(), "pre", ".suf");
        System.out.println(temp.getFileName().toString().startsWith("pre") + " " + PosixFilePermissions.toString(Files.getPosixFilePermissions(temp)));
        Files.delete(temp);
        Files.walkFileTree(dir.toPath(), new SimpleFileVisitor<>() {
            @Override public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }
            @Override public FileVisitResult postVisitDirectory(Path dir, IOException e) throws IOException {
                Files.delete(dir);
                return FileVisitResult.CONTINUE;
            }
        });
        System.out.println(dir.exists());
    }

    static String[] sorted(String[] names) {
        Arrays.sort(names);
        return names;
    }
}
