// java.io in the working directory: streams, readers, writers, random access, listing, deletion, errors.
import java.io.*;
import java.nio.charset.StandardCharsets;
import java.util.*;

public class FileIo {
    public static void main(String[] args) throws IOException {
        File dir = new File("fileio");
        System.out.println(dir.mkdir() + " " + dir.mkdir() + " " + dir.isDirectory() + " " + new File(dir, "a/b/c").mkdirs());
        File f = new File(dir, "data.bin");
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(new FileOutputStream(f)))) {
            out.writeInt(0xCAFEBABE);
            out.writeUTF("modified é\0");
            out.writeDouble(Math.PI);
            out.writeLong(-1);
            out.writeBoolean(true);
            out.writeChar('x');
            out.write(new byte[10000]);
        }
        System.out.println(f.length() + " " + f.exists() + f.canRead() + f.isFile() + f.isHidden());
        try (DataInputStream in = new DataInputStream(new FileInputStream(f))) {
            System.out.println(Integer.toHexString(in.readInt()) + " " + in.readUTF().length() + " " + in.readDouble() + " " + in.readLong() + " " + in.readBoolean() + in.readChar() + " " + in.available() + " " + in.skipBytes(9990) + " " + in.readAllBytes().length);
            in.readByte();
        } catch (EOFException e) {
            System.out.println(e);
        }
        try (PrintWriter w = new PrintWriter(new File(dir, "text.txt"), StandardCharsets.UTF_8)) {
            for (int i = 0; i < 500; i++) w.printf("line %d é%n", i);
            w.print('!');
        }
        try (FileWriter w = new FileWriter(new File(dir, "text.txt"), StandardCharsets.UTF_8, true)) {
            w.write("appended");
        }
        try (BufferedReader r = new BufferedReader(new FileReader(new File(dir, "text.txt"), StandardCharsets.UTF_8))) {
            System.out.println(r.readLine() + " " + r.lines().filter(l -> l.endsWith("é")).count());
        }
        try (LineNumberReader r = new LineNumberReader(new InputStreamReader(new FileInputStream(new File(dir, "text.txt")), "UTF-8"))) {
            String last = null, l;
            while ((l = r.readLine()) != null) last = l;
            System.out.println(last + " " + r.getLineNumber());
        }
        try (RandomAccessFile raf = new RandomAccessFile(f, "rw")) {
            raf.seek(4);
            raf.writeShort(7);
            raf.seek(raf.length());
            raf.write(new byte[] {1, 2, 3});
            raf.seek(raf.length() - 2);
            System.out.println(raf.read() + " " + raf.read() + " " + raf.read() + " " + raf.getFilePointer());
            raf.setLength(10);
            System.out.println(raf.length());
        }
        String[] names = dir.list();
        Arrays.sort(names);
        System.out.println(Arrays.toString(names) + " " + dir.listFiles(File::isDirectory).length + " " + f.renameTo(new File(dir, "renamed")) + f.exists() + new File(dir, "renamed").exists());
        System.out.println(new File("x/../y/./z").getPath() + " " + new File("/a/b/../c").getCanonicalPath() + " " + new File("a/b.txt").getName() + " " + new File("a/b.txt").getParent() + " " + new File("rel").isAbsolute() + " " + new File("/x").toURI() + " " + new File("a").compareTo(new File("b")));
        for (String bad : List.of("fileio", "missing/file", "")) {
            try (InputStream in = new FileInputStream(bad)) {
                System.out.println("opened");
            } catch (IOException e) {
                System.out.println(e);
            }
        }
        try {
            new FileInputStream(new File(dir, "renamed")) {{ close(); }}.read();
        } catch (IOException e) {
            System.out.println(e.getMessage());
        }
        System.out.println(dir.delete() + " " + new File("fileio/nope").delete());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream p = new PrintStream(bytes, true, "UTF-16BE")) {
            p.print("é1");
        }
        System.out.println(Arrays.toString(bytes.toByteArray()));
        PushbackReader pb = new PushbackReader(new StringReader("xy"));
        int c = pb.read();
        pb.unread('z');
        System.out.println((char) c + "" + (char) pb.read() + (char) pb.read() + pb.read());
        StreamTokenizer t = new StreamTokenizer(new StringReader("x = 3.5 * (y2 + 'str') // c"));
        t.slashSlashComments(true);
        StringBuilder sb = new StringBuilder();
        while (t.nextToken() != StreamTokenizer.TT_EOF) sb.append(t.ttype == StreamTokenizer.TT_NUMBER ? "n" + t.nval : t.ttype == StreamTokenizer.TT_WORD ? "w" + t.sval : "o" + (char) t.ttype).append(' ');
        System.out.println(sb);
        PipedInputStream pin = new PipedInputStream();
        PipedOutputStream pout = new PipedOutputStream(pin);
        new Thread(() -> {
            try (pout) { pout.write("through a pipe".getBytes()); } catch (IOException e) { System.out.println(e); }
        }).start();
        System.out.println(new String(pin.readAllBytes()) + " " + new SequenceInputStream(new ByteArrayInputStream(new byte[2]), new ByteArrayInputStream(new byte[3])).readAllBytes().length);
        for (File x : new File[] {new File(dir, "a/b/c"), new File(dir, "a/b"), new File(dir, "a"), new File(dir, "renamed"), new File(dir, "text.txt"), dir}) x.delete();
        System.out.println(dir.exists());
    }
}
