// java.util.zip and java.util.jar: checksums, deflate, gzip, zip archives, corrupt input.
import java.io.*;
import java.util.*;
import java.util.jar.*;
import java.util.zip.*;

public class ZipRoundTrip {
    public static void main(String[] args) throws Exception {
        byte[] data = new byte[50_000];
        Random random = new Random(5);
        for (int i = 0; i < data.length; i++) data[i] = (byte) (i % 100 < 70 ? 'a' + i % 7 : random.nextInt());
        CRC32 crc = new CRC32();
        crc.update(data);
        Adler32 adler = new Adler32();
        adler.update(data, 10, 1000);
        CRC32C c = new CRC32C();
        c.update(data);
        System.out.println(Long.toHexString(crc.getValue()) + " " + Long.toHexString(adler.getValue()) + " " + Long.toHexString(c.getValue()));
        for (int level : new int[] {0, 1, 6, 9}) {
            Deflater d = new Deflater(level, true);
            d.setInput(data);
            d.finish();
            byte[] packed = new byte[60_000];
            int n = d.deflate(packed);
            Inflater inf = new Inflater(true);
            inf.setInput(packed, 0, n);
            byte[] back = new byte[data.length];
            int m = inf.inflate(back);
            System.out.println(level + " " + (n < (level == 0 ? 60_000 : 40_000)) + " " + m + " " + Arrays.equals(data, back) + " " + inf.finished() + " " + d.getTotalIn());
            d.end();
            inf.end();
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gz = new GZIPOutputStream(bytes)) {
            gz.write(data);
        }
        byte[] gz = bytes.toByteArray();
        System.out.println(Arrays.equals(new GZIPInputStream(new ByteArrayInputStream(gz)).readAllBytes(), data) + " " + (gz[0] & 0xff) + " " + (gz[1] & 0xff));
        bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setComment("comment");
            ZipEntry e = new ZipEntry("dir/é.txt");
            e.setTime(1_000_000_000_000L);
            zip.putNextEntry(e);
            zip.write("text".getBytes());
            zip.closeEntry();
            ZipEntry stored = new ZipEntry("stored");
            stored.setMethod(ZipEntry.STORED);
            stored.setSize(3);
            CRC32 x = new CRC32();
            x.update(new byte[] {1, 2, 3});
            stored.setCrc(x.getValue());
            zip.putNextEntry(stored);
            zip.write(new byte[] {1, 2, 3});
            try {
                zip.putNextEntry(new ZipEntry("stored"));
            } catch (ZipException dup) {
                System.out.println(dup.getMessage());
            }
        }
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            for (ZipEntry e; (e = in.getNextEntry()) != null;) System.out.println(e.getName() + " " + e.getMethod() + " " + in.readAllBytes().length);
        }
        File f = new File("t.zip");
        try (FileOutputStream out = new FileOutputStream(f)) {
            out.write(bytes.toByteArray());
        }
        try (ZipFile zf = new ZipFile(f)) {
            System.out.println(zf.size() + " " + zf.getComment() + " " + new String(zf.getInputStream(zf.getEntry("dir/é.txt")).readAllBytes()) + " " + zf.getEntry("none") + " " + zf.stream().map(ZipEntry::getName).toList() + " " + Long.toHexString(zf.getEntry("stored").getCrc()));
        }
        Manifest m = new Manifest();
        m.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        m.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "a.Very.Long.Class.Name.That.Goes.Over.The.Limit.Of.Seventy.Two.Bytes.Main");
        try (JarOutputStream jar = new JarOutputStream(new FileOutputStream(f), m)) {
            jar.putNextEntry(new JarEntry("x/y"));
            jar.write(data);
        }
        try (JarFile jar = new JarFile(f)) {
            System.out.println(jar.getManifest().getMainAttributes().getValue("Main-Class") + " " + jar.getJarEntry("x/y").getSize() + " " + Arrays.equals(jar.getInputStream(jar.getEntry("x/y")).readAllBytes(), data) + " " + jar.isMultiRelease());
        }
        f.delete();
        for (int i = 0; i < 4; i++) {
            try {
                switch (i) {
                    case 0 -> new GZIPInputStream(new ByteArrayInputStream(new byte[20]));
                    case 1 -> { byte[] bad = gz.clone(); bad[gz.length / 2] ^= 0x55; new GZIPInputStream(new ByteArrayInputStream(bad)).readAllBytes(); }
                    case 2 -> new GZIPInputStream(new ByteArrayInputStream(gz, 0, gz.length / 2)).readAllBytes();
                    case 3 -> { Inflater inf = new Inflater(); inf.setInput(new byte[] {1, 2, 3, 4}); inf.inflate(new byte[10]); }
                    default -> { }
                }
                System.out.println("no error " + i);
            } catch (IOException | DataFormatException e) {
                System.out.println(i + " " + e.getClass().getSimpleName() + (i == 1 ? "" : ": " + e.getMessage()));
            }
        }
        CheckedInputStream checked = new CheckedInputStream(new ByteArrayInputStream(data), new CRC32());
        checked.skip(1000);
        checked.readAllBytes();
        System.out.println(checked.getChecksum().getValue() == crc.getValue());
    }
}
