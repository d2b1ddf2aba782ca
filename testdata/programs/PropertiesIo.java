// java.util.Properties and ResourceBundle.
import java.io.*;
import java.util.*;

public class PropertiesIo {
    public static class Words extends ListResourceBundle {
        protected Object[][] getContents() { return new Object[][] {{"hello", "Hello"}, {"only", "base"}, {"n", 5}}; }
    }

    public static class Words_de extends ListResourceBundle {
        protected Object[][] getContents() { return new Object[][] {{"hello", "Hallo"}}; }
    }

    public static void main(String[] args) throws Exception {
        Properties defaults = new Properties();
        defaults.setProperty("d", "default");
        Properties p = new Properties(defaults);
        p.load(new StringReader("# comment\n! other\na=1\nb : two words \nc\\ d=x\\u0041\\n\\\n   continued\nempty\nuni=\u00e9\n e\\=q = v=w\n"));
        System.out.println(new TreeMap<>(p) + " " + p.getProperty("d") + " " + p.getProperty("zz") + " " + p.getProperty("zz", "alt") + " " + new TreeSet<>(p.stringPropertyNames()) + " " + p.size());
        StringWriter w = new StringWriter();
        Properties q = new Properties();
        q.setProperty("key with space", " lead:=#!\té€");
        q.store(w, "title");
        System.out.println(w.toString().lines().filter(l -> !l.startsWith("#") || l.equals("#title")).toList());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        q.store(bytes, null);
        System.out.println(bytes.toString("ISO-8859-1").lines().skip(1).toList());
        Properties back = new Properties();
        back.load(new ByteArrayInputStream(bytes.toByteArray()));
        System.out.println(back.equals(q));
        bytes.reset();
        q.storeToXML(bytes, "c");
        System.out.println(bytes.toString("UTF-8").contains("<entry key=\"key with space\">"));
        Properties xml = new Properties();
        xml.loadFromXML(new ByteArrayInputStream(bytes.toByteArray()));
        System.out.println(xml.size());
        ResourceBundle de = ResourceBundle.getBundle("PropertiesIo$Words", Locale.GERMANY), root = ResourceBundle.getBundle("PropertiesIo$Words", Locale.ROOT);
        System.out.println(de.getString("hello") + " " + de.getString("only") + " " + root.getString("hello") + " " + root.getObject("n") + " " + new TreeSet<>(de.keySet()) + " " + de.getLocale());
        for (String key : new String[] {"missing", "n"}) {
            try {
                de.getString(key);
            } catch (RuntimeException e) {
                System.out.println(e.getMessage());
            }
        }
        try {
            ResourceBundle.getBundle("no.Bundle", Locale.FRANCE);
        } catch (MissingResourceException e) {
            System.out.println(e.getMessage());
        }
        PropertyResourceBundle prb = new PropertyResourceBundle(new StringReader("x=y"));
        System.out.println(prb.getString("x") + " " + Integer.getInteger("no.such") + " " + System.getProperty("file.separator") + System.getProperty("path.separator") + " " + System.getProperty("java.specification.version") + " " + System.getProperty("line.separator").length() + " " + System.setProperty("mine", "1") + System.getProperty("mine") + " " + Boolean.getBoolean("mine") + " " + System.lineSeparator().equals("\n"));
    }
}
