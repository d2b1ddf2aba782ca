# package: libxerces2-java
# quick
CP=/usr/share/java/xercesSamples.jar:/usr/share/java/xercesImpl.jar:/usr/share/java/xmlParserAPIs.jar
cat > a.xsd <<'X'
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="a"><xs:complexType><xs:sequence>
<xs:element name="b" type="xs:int" maxOccurs="3"/></xs:sequence><xs:attribute name="d" type="xs:date" use="required"/></xs:complexType></xs:element></xs:schema>
X
cat > good.xml <<'X'
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE a [<!ELEMENT a (b+)><!ELEMENT b (#PCDATA)><!ATTLIST a d CDATA #REQUIRED><!ENTITY e "7">]>
<a d="2020-01-02"><b>1</b><!-- c --><b>&e;</b><?pi data?></a>
X
sed 's|<b>1</b>|<b>x</b><c/>|; /DOCTYPE/d; s|&e;|7|' good.xml > wrong.xml
echo '<a><b></a>' > broken.xml
x() { java -cp $CP "$@" 2>&1 | sed -E 's/: ([0-9]+;)*[0-9]+ ms/: N ms/; s/@[0-9a-f]{4,8}/@HASH/'; }
for f in good.xml wrong.xml broken.xml; do x dom.Counter -v $f; done
for f in good.xml wrong.xml; do x jaxp.SourceValidator -a a.xsd -i $f; done
x sax.Writer good.xml; x dom.Writer good.xml; x sax.DocumentTracer good.xml; x dom.GetElementsByTagName -e b good.xml
x xni.PSVIWriter good.xml
x dom.ASBuilder a.xsd; x xs.XSSerializer a.xsd; x xs.QueryXS a.xsd
