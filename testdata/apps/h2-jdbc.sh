# package: libh2-java
# A JDBC program: transactions, prepared statements, blobs, many rows, an encrypted database.
cat > Jdbc.java <<'J'
import java.io.*;
import java.sql.*;
import java.util.*;

class Jdbc {
    public static void main(String[] args) throws Exception {
        for (String url : new String[] {
            "jdbc:h2:mem:x", "jdbc:h2:./d1", "jdbc:h2:./d2;CIPHER=AES", "jdbc:h2:nioMapped:./d3",
            "jdbc:h2:./d4;MV_STORE=TRUE;COMPRESS=TRUE"}) {
            run(url);
        }
    }

    static void run(String url) throws Exception {
        try (Connection c = DriverManager.getConnection(url, "sa", "pass1 pass2")) {
            System.out.println(url + " " + c.getMetaData().getDatabaseProductVersion());
            Statement s = c.createStatement();
            s.execute("CREATE TABLE T(ID INT PRIMARY KEY, V VARCHAR, B BLOB, TS TIMESTAMP)");
            c.setAutoCommit(false);
            try (PreparedStatement p = c.prepareStatement("INSERT INTO T VALUES(?, ?, ?, ?)")) {
                for (int i = 0; i < 2000; i++) {
                    p.setInt(1, i);
                    p.setString(2, "value " + i * 7919 % 2000);
                    p.setBytes(3, new byte[] {(byte) i, 2, 3});
                    p.setTimestamp(4, Timestamp.valueOf("2020-01-01 00:00:00.5"));
                    p.addBatch();
                }
                System.out.println(Arrays.stream(p.executeBatch()).sum());
            }
            c.commit();
            s.execute("DELETE FROM T WHERE ID < 1000");
            c.rollback();
            show(s, "SELECT COUNT(*), MAX(V), MIN(TS) FROM T");
            show(s, "SELECT ID, V, B FROM T WHERE V LIKE 'value 19%' ORDER BY V DESC LIMIT 5");
            show(s, "SELECT A.ID, B.V FROM T A JOIN T B ON A.ID = B.ID + 1 WHERE A.ID < 4");
            try {
                s.execute("INSERT INTO T VALUES(1, 'x', NULL, NULL)");
            } catch (SQLException e) {
                System.out.println(e.getSQLState() + " " + e.getErrorCode() + " " + e.getMessage());
            }
            s.execute("CREATE ALIAS REV FOR \"Jdbc.reverse\"");
            show(s, "SELECT REV('abc')");
            ResultSetMetaData m = s.executeQuery("SELECT * FROM T").getMetaData();
            for (int i = 1; i <= m.getColumnCount(); i++) {
                System.out.println(m.getColumnName(i) + " " + m.getColumnTypeName(i));
            }
        }
    }

    public static String reverse(String s) {
        return new StringBuilder(s).reverse().toString();
    }

    static void show(Statement s, String sql) throws SQLException {
        try (ResultSet r = s.executeQuery(sql)) {
            while (r.next()) {
                StringJoiner row = new StringJoiner(" | ");
                for (int i = 1; i <= r.getMetaData().getColumnCount(); i++) {
                    Object o = r.getObject(i);
                    row.add(o instanceof Blob ? "blob " + ((Blob) o).length() : String.valueOf(o));
                }
                System.out.println(row);
            }
        }
    }
}
J
javac Jdbc.java
sed -i 's/^class/public class/' Jdbc.java && javac Jdbc.java
java -cp .:/usr/share/java/h2.jar Jdbc
ls
