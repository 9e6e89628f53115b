"""The noun a question turns on: “quel **maire** …”, “quelle **somme** …”, folded, singular."""

from __future__ import annotations

import re

PEOPLE = frozenset(
    (
        "acteur actrice administrateur adjoint agent agresseur ambassadeur ambassadrice artiste "
        "assassin athlete auteur autrice avocat avocate banquier candidat candidate cavalier "
        "celebrite chanteur chanteuse chef cheffe coach comedien comedienne commissaire compagne "
        "compagnon concurrent concurrente conseiller conseillere couple depute deputee diplomate "
        "dirigeant dirigeante duo ecrivain ecrivaine elu elue enseignant entraineur epouse epoux "
        "expert experte fabricant femme fille fils fonctionnaire frere gagnant gagnante garde "
        "gardien gendarme general gouverneur homme homologue infirmier infirmiere intervenant "
        "invite invitee joueur joueuse juge laureat laureate leader magistrat maire mannequin mari "
        "medecin membre mere militaire militant militante ministre monarque naturaliste nom nonce "
        "officier otage parlementaire parrain participant participante patron patronne peintre "
        "pere personnage personnalite personne pilote plasticien poete policier politicien "
        "politique porte-parole prefet prefete present president presidente pretre prince "
        "princesse procureur procureure prof professeur proprietaire psychiatre reine religieux "
        "representant representante responsable rival riverain riveraine roi romancier romanciere "
        "savant scientifique secretaire senateur senatrice signataire soeur soldat sportif "
        "sportive star styliste suspect temoin titulaire torero vedette veuve victime voisin "
        "voisine"
    ).split()
)
BODIES = frozenset(
    (
        "agence association autorite banque cabinet chaine club compagnie constructeur cour "
        "editeur enseigne entreprise equipe federation fondation gouvernement groupe hebdomadaire "
        "institut institution journal juridiction laboratoire magazine marque media ministere "
        "mouvement ong operateur organisation organisme parti quotidien site societe studio "
        "syndicat tribunal universite"
    ).split()
)
NOUNS = {
    "when": frozenset("annee date epoque heure jour mois moment periode saison siecle".split()),
    "how-many": frozenset(
        (
            "age allure altitude amende audience benefice bilan budget cadence capacite chiffre "
            "cout delai diametre distance duree effectif ecart frequence hauteur largeur longueur "
            "loyer magnitude montant moyenne nombre note part poids population pourcentage prix "
            "profit profondeur proportion puissance quantite rang recette rancon record salaire "
            "score somme superficie surface taille tarif taux temperature total valeur vitesse "
            "volume"
        ).split()
    ),
    "why": frozenset("but cause explication grief motif origine pretexte raison".split()),
    "where": frozenset(
        (
            "adresse aeroport aerodrome arrondissement avenue batiment boulevard bourgade camp "
            "canton capitale cathedrale chateau cinema clinique commune continent contree "
            "departement ecole eglise endroit etablissement fleuve gare hopital hotel ile lac lieu "
            "localite lycee montagne musee parc pays place plage port prison province quartier "
            "region restaurant rue salle stade station theatre village ville zone"
        ).split()
    ),
    "how": frozenset("chemin facon maniere methode moyen procede ruse technique".split()),
}
"""What a question asks for when it turns on one of these, by the name of its kind."""

# Any “chroniqueur”, “actrice” or “virologue” is somebody, but not these.
_TRADE = re.compile(r"\w{2,}(?:eur|euse|trice|iste|logue|icien|icienne)$")
_NO_TRADE = frozenset(
    (
        "catalogue chaleur couleur dialogue douleur erreur facteur faveur interieur liste "
        "longueur lueur malheur matrice moteur odeur ordinateur peur piste rigueur rumeur saveur "
        "secteur tumeur vapeur vigueur"
    ).split()
)


def is_somebody(noun: str) -> bool:
    """Whether a folded, singular noun names people or a body: “maire”, “chercheur”, “parti”."""
    return noun in PEOPLE | BODIES or (bool(_TRADE.match(noun)) and noun not in _NO_TRADE)
